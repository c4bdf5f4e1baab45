// Kernels for training layers: packing for products of float matrices, the slopes of what layers do row by row, dropout
// and the loss over a vocabulary. One table for each level.
#ifndef KG_GRADIENT_H
#define KG_GRADIENT_H

// Columns that are packed together: a register tile of every level is as wide or a half of it.
enum { KG_PACK_COLUMNS = 32 };

typedef struct {
  // Packs columns of a product's second operand B: `out` becomes (depth, 32), columns from `columns` on zero.
  // Element (k, j) of B lies at b[k · stride + j], or turned at b[j · stride + k].
  void (*pack)(const float *b, long stride, long depth, long columns, float *out);
  void (*pack_turned)(const float *b, long stride, long depth, long columns, float *out);
  // The same rounded to bfloat16, pairs along the depth: `out` becomes (depth / 2 rounded up, 32, 2); an odd depth's last
  // pair is filled with zero.
  void (*pack_pairs)(const float *b, long stride, long depth, long columns, uint16_t *out);
  void (*pack_turned_pairs)(const float *b, long stride, long depth, long columns, uint16_t *out);

  // A row of scores times `scale` to probabilities; places from `valid` to `total` become zero. Returns log Σ e^score.
  float (*attention_softmax)(float *scores, long valid, long total, float scale);
  // slopes (of probabilities p) become those of the scores before the scale: p · (slope - Σ p·slope) · scale.
  void (*softmax_gradient)(const float *p, float *slopes, long valid, long total, float scale);

  // dgate and dup become the slopes of silu(gate) · up, dy being that of the product. dgate may be gate, dup up.
  void (*swiglu_gradient)(const float *gate, const float *up, const float *dy, long n, float *dgate, float *dup);
  // dy becomes dy · (Φ(x) + x · φ(x)).
  void (*gelu_gradient)(const float *x, long n, float *dy);
  // dy becomes 0 where x is not above 0.
  void (*relu_gradient)(const float *x, long n, float *dy);
  // dx (+)= slope of rms_norm for one row; dweight, where not NULL, += the row's share.
  void (*rms_norm_gradient)(const float *x, const float *weight, const float *dy, float epsilon, long n, int accumulate,
                            float *dx, float *dweight);
  // The same of layer_norm; x is the sum that was normalised. dweight and dbias both or neither NULL.
  void (*layer_norm_gradient)(const float *x, const float *weight, const float *dy, float epsilon, long n,
                              int accumulate, float *dx, float *dweight, float *dbias);
  // x · keep / (1 - p), where keep is 0 for the share p (a threshold of 2³²) of the places, drawn from seed and place.
  void (*dropout)(float *x, long n, uint32_t seed, uint64_t place, uint32_t threshold, float scale);
  // Scores become weight · (softmax - target), the target being 1 - smoothing for one place and smoothing / n more for all.
  // Returns the cross entropy, not weighted.
  double (*cross_entropy)(float *scores, long n, long target, float smoothing, float weight);
  // The inverse of rotate.
  void (*rotate_back)(float *x, const float *cosines, const float *sines, long heads, long head_size, int halves);
  double (*sum_of_squares)(const float *x, long n);
  void (*scale)(float *x, long n, float factor);
} kg_gradient_kernels;

// The table of a level, NULL where the CPU or its operating system lacks it.
const kg_gradient_kernels *kg_gradient_kernels_for(int level);
#endif
