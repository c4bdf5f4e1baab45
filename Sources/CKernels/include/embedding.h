// Kernels for training embeddings: products of float tables in the three shapes that a scorer's forward and backward
// need, distances, a softmax whose lanes are the batch, and the steps of optimisers. One table for each level.
//
// Candidates (entities) are rows and the batch lies along the lanes: a tile of scores is (candidates, batch), so the sums
// of a softmax over candidates are plain vertical additions, and no table is ever transposed, only the small batch.
#ifndef KG_EMBEDDING_H
#define KG_EMBEDDING_H

// C (rows, columns) = A · B, or C += A · B. Columns are a multiple of 16; A may be read across (strides are free).
typedef struct {
  const float *a;  // element (i, k) at a[i · a_row + k · a_column]
  long a_row, a_column;
  const float *b;  // element (k, j) at b[k · b_row + j]
  long b_row;
  float *c;
  long c_row;
  long rows, columns, depth;
  int accumulate;
} kg_float_product;

// The same with operands rounded to bfloat16 and taken in pairs along the depth; sums are float32.
typedef struct {
  const uint16_t *a;  // pair (i, k), two values: a[i · a_row + k · a_pair]
  long a_row, a_pair;
  const uint16_t *b;  // pair (k, j), two values: b[k · b_row + 2 · j]
  long b_row;
  float *c;
  long c_row;
  long rows, columns, pairs;
  int accumulate;
} kg_bfloat_product;

// How a query meets a candidate: the sum of products, or minus a distance. `modulus` pairs element i with i + depth / 2.
enum { KG_MEET_PRODUCT = 0, KG_MEET_MANHATTAN = 1, KG_MEET_MODULUS = 2 };

// C (i, j) += Σ A (i, k) · u(B (k, ·) - X (i, ·)) at j, where u is the direction of the distance's growth: the sign of
// each element (manhattan), or the pair divided by its modulus (modulus; half = columns / 2). 0 where they coincide.
typedef struct {
  const float *a;
  long a_row, a_column;
  const float *b;
  long b_row;
  const float *x;
  long x_row;
  float *c;
  long c_row;
  long rows, columns, depth;
  int meeting;
} kg_direction_sum;

// A step of AdamW (Loshchilov and Hutter 2019): the corrections are 1 / (1 - βᵗ).
typedef struct {
  float rate, decay, beta1, beta2, correction1, correction2, epsilon;
} kg_adamw;

typedef struct {
  // Whether multiply_bfloat is worth its rounding: the CPU has the dot product.
  int fast_bfloat;
  void (*multiply)(const kg_float_product *product);
  void (*multiply_bfloat)(const kg_bfloat_product *product);
  // Does the multiply-adds of `rounds` steps of a register tile, of float32 or of pairs of bfloat16, and returns their operations.
  double (*peak)(long rounds, int bfloat);
  // C (i, j) = minus the distance of A's row i and B's column j, over `depth` elements; never accumulates.
  void (*distance)(const kg_float_product *product, int meeting);
  void (*directions)(const kg_direction_sum *sum);
  // (rows, columns) to (columns, rows).
  void (*transpose)(const float *x, long rows, long columns, long stride, float *out, long out_stride);
  // Rounds to bfloat16, as it lies; `columns` even.
  void (*round_rows)(const float *x, long rows, long columns, long stride, uint16_t *out, long out_stride);
  // Rounds, interleaving rows 2k and 2k + 1 (a missing last one is zero): out[k · out_stride + 2 · j + (row & 1)].
  void (*round_pairs)(const float *x, long rows, long columns, long stride, uint16_t *out, long out_stride);
  // A block of scores (rows, lanes) becomes e^(score + bias(row) - m(lane)), where m is the lane's largest in the block;
  // `maxima` gets m and `sums` the lane's sum. `bias` may be NULL. Lanes are a multiple of 16.
  void (*exponentials)(float *scores, long rows, long lanes, long stride, const float *bias, float *maxima, float *sums);
  // score (row, lane) ·= factors (lane).
  void (*scale_lanes)(float *scores, long rows, long lanes, long stride, const float *factors);
  // A block of scores becomes the gradient of Σ log(1 + e^(score + offset)): its sigmoid, times factors (lane). Returns
  // the weighted sum of the logarithms.
  double (*logistic)(float *scores, long rows, long lanes, long stride, float offset, const float *factors);
  // `maxima` gets each lane's largest of temperature · score, `sums` the lane's Σ e^(temperature · score - m). Scores stay.
  void (*adversarial_sums)(const float *scores, long rows, long lanes, long stride, float temperature, float *maxima,
                           float *sums);
  // With w = factors (lane) · e^(temperature · score - maxima (lane)), a score becomes w · sigmoid(score + offset). Returns
  // Σ w · log(1 + e^(score + offset)).
  double (*adversarial)(float *scores, long rows, long lanes, long stride, float temperature, float offset,
                        const float *maxima, const float *factors);
  // out (+)= a · b or conj(a) · b, of complex numbers whose real halves come first.
  void (*complex_product)(const float *a, const float *b, long half, int conjugate, int accumulate, float *out);
  // out (+)= a · b, element by element.
  void (*hadamard)(const float *a, const float *b, long n, int accumulate, float *out);
  // y += weight · x.
  void (*add)(const float *x, long n, float weight, float *y);
  // Adds weight · p · |x|^(p-1) · x / |x| to `gradient` and returns weight · Σ |x|^p, p = 2 or 3; with `pairs`, |x| is the
  // modulus of element i with i + n / 2.
  double (*power_norm)(const float *x, long n, int power, int pairs, float weight, float *gradient);
  // state += g²; x -= rate · g / (√state + epsilon).
  void (*adagrad)(float *x, float *state, const float *gradient, long n, float rate, float epsilon);
  // The same with one state for each complex number, real halves first: state += (g² + h²) / 2, and both parts move by it.
  void (*adagrad_pairs)(float *x, float *state, const float *gradient, long half, float rate, float epsilon);
  void (*adamw)(float *x, float *first, float *second, const float *gradient, long n, const kg_adamw *settings);
  // Adds to above (lane) and equal (lane) how many of the lane's scores are more than, and equal to, limits (lane).
  void (*count_above)(const float *scores, long rows, long lanes, long stride, const float *limits, int32_t *above,
                      int32_t *equal);
} kg_embedding_kernels;

// The table of a level, NULL where the CPU or its operating system lacks it.
const kg_embedding_kernels *kg_embedding_kernels_for(int level);
#endif
