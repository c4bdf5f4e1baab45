// Plain C, compiled once for each level. Included by every embedding_*.c, which defines
//   TILE_ROWS, TILE_PANELS   the register tile of a product: rows by panels of 16 columns
//   FAST_BFLOAT, and pair_product where that is 1

#include "embedding_products.inc.h"

// ---- Distances

INLINE vf magnitudes(vf x) { return (vf)((vi)x & 0x7fffffff); }

INLINE vf square_roots(vf x) { return __builtin_elementwise_sqrt(x); }

INLINE void distance_tile(int meeting, int rows, const kg_float_product *p, long i, long j) {
  const float *a = p->a + i * p->a_row, *b = p->b + j;
  float *c = p->c + i * p->c_row + j;
  long depth = meeting == KG_MEET_MODULUS ? p->depth / 2 : p->depth;
  long far_a = depth * p->a_column, far_b = depth * p->b_row;
  vf sums[4];
  UNROLL for (int r = 0; r < rows; r++) sums[r] = (vf){0};
  for (long k = 0; k < depth; k++, a += p->a_column, b += p->b_row) {
    vf first = *(const vf_any *)b, second = {0};
    if (meeting == KG_MEET_MODULUS) second = *(const vf_any *)(b + far_b);
    UNROLL for (int r = 0; r < rows; r++) {
      vf u = first - a[r * p->a_row];
      if (meeting == KG_MEET_MODULUS) {
        vf v = second - a[r * p->a_row + far_a];
        sums[r] += square_roots(u * u + v * v);
      } else {
        sums[r] += magnitudes(u);
      }
    }
  }
  UNROLL for (int r = 0; r < rows; r++) *(vf_any *)(c + r * p->c_row) = -sums[r];
}

INLINE void distances(int meeting, const kg_float_product *p) {
  for (long j = 0; j < p->columns; j += 16) {
    long i = 0;
    for (; i + 4 <= p->rows; i += 4) distance_tile(meeting, 4, p, i, j);
    for (; i < p->rows; i++) distance_tile(meeting, 1, p, i, j);
  }
}

static void distance(const kg_float_product *p, int meeting) {
  if (meeting == KG_MEET_MODULUS) distances(KG_MEET_MODULUS, p);
  else distances(KG_MEET_MANHATTAN, p);
}

static void directions(const kg_direction_sum *s) {
  long half = s->columns / 2;
  for (long i = 0; i < s->rows; i++) {
    const float *x = s->x + i * s->x_row;
    float *c = s->c + i * s->c_row;
    for (long k = 0; k < s->depth; k++) {
      const float *b = s->b + k * s->b_row;
      float weight = s->a[i * s->a_row + k * s->a_column];
      if (weight == 0) continue;
      if (s->meeting == KG_MEET_MODULUS) {
        for (long j = 0; j < half; j++) {
          float u = b[j] - x[j], v = b[j + half] - x[j + half];
          float inverse = weight / (__builtin_sqrtf(u * u + v * v) + 1e-30f);
          c[j] += u * inverse;
          c[j + half] += v * inverse;
        }
      } else {
        for (long j = 0; j < s->columns; j++) {
          float u = b[j] - x[j];
          float signed_weight = __builtin_copysignf(1.0f, u) * weight;
          c[j] += u == 0 ? 0.0f : signed_weight;
        }
      }
    }
  }
}

// ---- Layouts

static void transpose(const float *x, long rows, long columns, long stride, float *out, long out_stride) {
  for (long i0 = 0; i0 < rows; i0 += 16)
    for (long j = 0; j < columns; j++)
      for (long i = i0; i < i0 + 16 && i < rows; i++) out[j * out_stride + i] = x[i * stride + j];
}

static void round_rows(const float *x, long rows, long columns, long stride, uint16_t *out, long out_stride) {
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < columns; j++) out[i * out_stride + j] = kg_float_to_bfloat(x[i * stride + j]);
}

static void round_pairs(const float *x, long rows, long columns, long stride, uint16_t *out, long out_stride) {
  for (long i = 0; i < rows; i += 2) {
    uint32_t *pairs = (uint32_t *)(void *)(out + i / 2 * out_stride);
    const float *low = x + i * stride, *high = low + stride;
    if (i + 1 < rows)
      for (long j = 0; j < columns; j++) pairs[j] = kg_float_to_bfloat(low[j]) | (uint32_t)kg_float_to_bfloat(high[j]) << 16;
    else
      for (long j = 0; j < columns; j++) pairs[j] = kg_float_to_bfloat(low[j]);
  }
}

// ---- Scores to gradients

static void exponentials(float *scores, long rows, long lanes, long stride, const float *bias, float *maxima,
                         float *sums) {
  for (long lane = 0; lane < lanes; lane += 16) {
    vf largest = (vf){0} - __builtin_inff(), sum = {0};
    for (long i = 0; i < rows; i++) {
      vf score = *(const vf_any *)(scores + i * stride + lane) + (bias ? bias[i] : 0.0f);
      largest = select_greater(score, largest, score, largest);
    }
    for (long i = 0; i < rows; i++) {
      vf_any *at = (vf_any *)(scores + i * stride + lane);
      vf value = exponentials_of(*at + (bias ? bias[i] : 0.0f) - largest);
      *at = value;
      sum += value;
    }
    *(vf_any *)(maxima + lane) = largest;
    *(vf_any *)(sums + lane) = sum;
  }
}

static void scale_lanes(float *scores, long rows, long lanes, long stride, const float *factors) {
  for (long i = 0; i < rows; i++)
    for (long lane = 0; lane < lanes; lane++) scores[i * stride + lane] *= factors[lane];
}

// log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|), and the sigmoid of x. The logarithm's series in z = t / (2 + t), t ≤ 1,
// leaves 10⁻⁶.
INLINE vf softplus(vf x, vf *sigmoid) {
  vf t = exponentials_of(-magnitudes(x)), zero = {0}, one = zero + 1.0f, inverse = one / (one + t);
  vf z = t / (t + 2.0f), square = z * z;
  vf series = square * 0.0769230769f + 0.0909090909f;
  series = series * square + 0.1111111111f;
  series = series * square + 0.1428571429f;
  series = series * square + 0.2f;
  series = series * square + 0.3333333333f;
  series = series * square + 1.0f;
  *sigmoid = select_greater(x, zero, inverse, t * inverse);
  return select_greater(x, zero, x, zero) + z * series * 2.0f;
}

INLINE float sum_of(vf x) {
  float sum = 0;
  for (int l = 0; l < 16; l++) sum += x[l];
  return sum;
}

static double logistic(float *scores, long rows, long lanes, long stride, float offset, const float *factors) {
  double total = 0;
  for (long i = 0; i < rows; i++) {
    vf sum = {0};
    for (long lane = 0; lane < lanes; lane += 16) {
      vf_any *at = (vf_any *)(scores + i * stride + lane);
      vf sigmoid, factor = *(const vf_any *)(factors + lane);
      sum += softplus(*at + offset, &sigmoid) * factor;
      *at = sigmoid * factor;
    }
    total += (double)sum_of(sum);
  }
  return total;
}

static void adversarial_sums(const float *scores, long rows, long lanes, long stride, float temperature, float *maxima,
                             float *sums) {
  for (long lane = 0; lane < lanes; lane += 16) {
    vf largest = (vf){0} - __builtin_inff(), sum = {0};
    for (long i = 0; i < rows; i++) {
      vf score = *(const vf_any *)(scores + i * stride + lane) * temperature;
      largest = select_greater(score, largest, score, largest);
    }
    for (long i = 0; i < rows; i++)
      sum += exponentials_of(*(const vf_any *)(scores + i * stride + lane) * temperature - largest);
    *(vf_any *)(maxima + lane) = largest;
    *(vf_any *)(sums + lane) = sum;
  }
}

static double adversarial(float *scores, long rows, long lanes, long stride, float temperature, float offset,
                          const float *maxima, const float *factors) {
  double total = 0;
  for (long i = 0; i < rows; i++) {
    vf sum = {0};
    for (long lane = 0; lane < lanes; lane += 16) {
      vf_any *at = (vf_any *)(scores + i * stride + lane);
      vf sigmoid, weight = exponentials_of(*at * temperature - *(const vf_any *)(maxima + lane));
      weight *= *(const vf_any *)(factors + lane);
      sum += softplus(*at + offset, &sigmoid) * weight;
      *at = sigmoid * weight;
    }
    total += (double)sum_of(sum);
  }
  return total;
}

// ---- Rows

static void complex_product(const float *a, const float *b, long half, int conjugate, int accumulate, float *out) {
#pragma clang fp contract(fast)
  float sign = conjugate ? -1.0f : 1.0f;
  const float *ai = a + half, *bi = b + half;
  float *oi = out + half;
  if (accumulate)
    for (long k = 0; k < half; k++) {
      float u = a[k], v = ai[k] * sign, x = b[k], y = bi[k];
      out[k] += u * x - v * y;
      oi[k] += u * y + v * x;
    }
  else
    for (long k = 0; k < half; k++) {
      float u = a[k], v = ai[k] * sign, x = b[k], y = bi[k];
      out[k] = u * x - v * y;
      oi[k] = u * y + v * x;
    }
}

static void hadamard(const float *a, const float *b, long n, int accumulate, float *out) {
#pragma clang fp contract(fast)
  if (accumulate)
    for (long k = 0; k < n; k++) out[k] += a[k] * b[k];
  else
    for (long k = 0; k < n; k++) out[k] = a[k] * b[k];
}

static void add(const float *x, long n, float weight, float *y) {
#pragma clang fp contract(fast)
  for (long k = 0; k < n; k++) y[k] += weight * x[k];
}

static double power_norm(const float *x, long n, int power, int pairs, float weight, float *gradient) {
#pragma clang fp reassociate(on) contract(fast)
  float sum = 0, slope = weight * (float)power;
  if (pairs) {
    long half = n / 2;
    for (long k = 0; k < half; k++) {
      float u = x[k], v = x[k + half], square = u * u + v * v, modulus = __builtin_sqrtf(square);
      float factor = power == 3 ? modulus : 1.0f;
      sum += square * factor;
      gradient[k] += slope * factor * u;
      gradient[k + half] += slope * factor * v;
    }
  } else {
    for (long k = 0; k < n; k++) {
      float factor = power == 3 ? __builtin_fabsf(x[k]) : 1.0f;
      sum += x[k] * x[k] * factor;
      gradient[k] += slope * factor * x[k];
    }
  }
  return (double)(sum * weight);
}

#include "optimisers.inc.h"

static void count_above(const float *scores, long rows, long lanes, long stride, const float *limits, int32_t *above,
                        int32_t *equal) {
  for (long lane = 0; lane < lanes; lane += 16) {
    vf limit = *(const vf_any *)(limits + lane);
    vi more = {0}, same = {0};
    for (long i = 0; i < rows; i++) {
      vf score = *(const vf_any *)(scores + i * stride + lane);
      more -= score > limit;
      same -= score == limit;
    }
    for (int l = 0; l < 16; l++) above[lane + l] += more[l], equal[lane + l] += same[l];
  }
}

#define EMBEDDING_TABLE                                                                                              \
  {                                                                                                                  \
    .fast_bfloat = FAST_BFLOAT, .multiply = multiply, .multiply_bfloat = multiply_bfloat, .peak = peak,              \
    .distance = distance,                                                                                            \
    .directions = directions, .transpose = transpose, .round_rows = round_rows, .round_pairs = round_pairs,          \
    .exponentials = exponentials, .scale_lanes = scale_lanes, .logistic = logistic,                                  \
    .adversarial_sums = adversarial_sums, .adversarial = adversarial,                                                \
    .complex_product = complex_product, .hadamard = hadamard, .add = add, .power_norm = power_norm,                  \
    .adagrad = adagrad, .adagrad_pairs = adagrad_pairs, .adamw = adamw, .count_above = count_above                   \
  }
