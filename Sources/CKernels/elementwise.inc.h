// Plain C, compiled once for each level: loops over a row that the compiler vectorises. Included by every level.

#include "scalar_functions.h"

static float dot(const float *a, const float *b, long n) {
#pragma clang fp reassociate(on) contract(fast)
  float sum = 0;
  for (long i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

static void scores(const int8_t *query, const int8_t *rows, long count, long columns, int32_t *out) {
  for (long r = 0; r < count; r++, rows += columns) {
    int32_t sum = 0;
    for (long c = 0; c < columns; c++) sum += (int32_t)query[c] * (int32_t)rows[c];
    out[r] = sum;
  }
}

static float greatest(const float *x, long n) {
  float lanes[64];
  float best = x[0];
  long i = 0;
  if (n >= 64) {
    for (int l = 0; l < 64; l++) lanes[l] = x[l];
    for (i = 64; i + 64 <= n; i += 64)
      for (int l = 0; l < 64; l++) lanes[l] = x[i + l] > lanes[l] ? x[i + l] : lanes[l];
    for (int l = 0; l < 64; l++) best = lanes[l] > best ? lanes[l] : best;
  }
  for (; i < n; i++) best = x[i] > best ? x[i] : best;
  return best;
}

static long largest(const float *x, long n) {
  float best = greatest(x, n);
  for (long i = 0; i < n; i++)
    if (x[i] == best) return i;
  return 0;
}

static void rms_norm(const float *x, const float *weight, float epsilon, long n, float *y) {
#pragma clang fp reassociate(on) contract(fast)
  float squares = 0;
  for (long i = 0; i < n; i++) squares += x[i] * x[i];
  float scale = 1.0f / __builtin_sqrtf(squares / (float)n + epsilon);
#pragma clang loop vectorize(assume_safety)
  for (long i = 0; i < n; i++) y[i] = x[i] * scale * weight[i];
}

// `y` may be `x` here and in the next ones: without the pragmas that would run the loops that are left for overlapping
// rows, one float at a time.
static void layer_norm(const float *x, const float *residual, const float *weight, const float *bias, float epsilon,
                       long n, float *y) {
#pragma clang fp reassociate(on) contract(fast)
  float sum = 0, squares = 0;
  if (residual) {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) sum += (y[i] = x[i] + residual[i]);
  } else {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) sum += (y[i] = x[i]);
  }
  float mean = sum / (float)n;
  for (long i = 0; i < n; i++) squares += (y[i] - mean) * (y[i] - mean);
  float scale = 1.0f / __builtin_sqrtf(squares / (float)n + epsilon);
#pragma clang loop vectorize(assume_safety)
  for (long i = 0; i < n; i++) y[i] = (y[i] - mean) * scale * weight[i] + bias[i];
}

static void swiglu(const float *gate, const float *up, long n, float *y) {
#pragma clang loop vectorize(assume_safety)
  for (long i = 0; i < n; i++) y[i] = gate[i] / (1.0f + exponential(-gate[i])) * up[i];
}

static void gelu(float *x, long n) {
#pragma clang fp contract(fast)
  for (long i = 0; i < n; i++) x[i] = 0.5f * x[i] * (1.0f + error_function(x[i] * 0.70710678f));
}

static void add(const float *x, long n, float *y) {
  for (long i = 0; i < n; i++) y[i] += x[i];
}

static void softmax(float *x, long n) {
#pragma clang fp reassociate(on) contract(fast)
  if (n <= 0) return;
  float best = greatest(x, n), sum = 0;
  for (long i = 0; i < n; i++) sum += (x[i] = exponential(x[i] - best));
  float scale = 1.0f / sum;
  for (long i = 0; i < n; i++) x[i] *= scale;
}

static void rotate(float *x, const float *cosines, const float *sines, long heads, long head_size, int halves) {
  long half = head_size / 2;
  for (long h = 0; h < heads; h++, x += head_size) {
    if (halves) {
      for (long i = 0; i < half; i++) {
        float u = x[i], v = x[i + half];
        x[i] = u * cosines[i] - v * sines[i];
        x[i + half] = u * sines[i] + v * cosines[i];
      }
    } else {
      for (long i = 0; i < half; i++) {
        float u = x[2 * i], v = x[2 * i + 1];
        x[2 * i] = u * cosines[i] - v * sines[i];
        x[2 * i + 1] = u * sines[i] + v * cosines[i];
      }
    }
  }
}

// What a product still owes its finished outputs: the activation, while they are in the first-level cache.
static void finish(const kg_product *p, long p0, long p1, long t0, long t1) {
  if (!p->gelu) return;
  long first = p0 * 16, last = p1 * 16 < p->weights.rows ? p1 * 16 : p->weights.rows;
  for (long t = t0; t < t1; t++) gelu(p->y + t * p->y_stride + first, last - first);
}

static void round_row(const float *x, long columns, uint16_t *out) {
  for (long k = 0; k < columns; k++) out[k] = kg_float_to_bfloat(x[k]);
  if (columns & 1) out[columns] = 0;
}

INLINE void quantize_row(int summed, int scaled, const float *x, long columns, const kg_quantized *out, long t) {
#pragma clang fp contract(off)  // a fused multiply-add would round some halves otherwise than the portable level
  int8_t *values = out->values + t * out->stride;
  const int8_t flip = out->biased ? -128 : 0;
  for (long b = 0; b < out->blocks; b++, values += 32) {
    _Alignas(64) float block[32];
    long valid = columns - b * 32;
    if (valid >= 32) memcpy(block, x + b * 32, sizeof block);
    else for (long i = 0; i < 32; i++) block[i] = i < valid ? x[b * 32 + i] : 0.0f;
    vf first = *(const vf *)block, second = *(const vf *)(block + 16);
    if (scaled && valid >= 32) {
      first *= *(const vf_any *)(out->channels + b * 32);
      second *= *(const vf_any *)(out->channels + b * 32 + 16);
    }
    // The bits of floats without their sign are ordered as the floats are.
    vi low = (vi)first & 0x7fffffff, high = (vi)second & 0x7fffffff;
    float extent = kg_bits_to_float((uint32_t)__builtin_reduce_max(__builtin_elementwise_max(low, high)));
    float inverse = extent > 0 ? 127.0f / extent : 0.0f;
    // Adding 1.5·2²³ rounds to the nearest integer, ties to even, and leaves it in the low bits.
    low = (vi)(first * inverse + 12582912.0f) - 0x4b400000;
    high = (vi)(second * inverse + 12582912.0f) - 0x4b400000;
    typedef int8_t bytes __attribute__((vector_size(16), aligned(1)));
    *(bytes *)values = __builtin_convertvector(low, bytes) ^ flip;
    *(bytes *)(values + 16) = __builtin_convertvector(high, bytes) ^ flip;
    float scale = extent / 127.0f;
    out->scales[t * out->blocks + b] = scale;
    if (summed) {
      int32_t halves[2] = {__builtin_reduce_add(low), __builtin_reduce_add(high)};
      out->sums[t * out->blocks + b] = scale * (float)(halves[0] + halves[1]);
      out->halves[(t * out->blocks + b) * 2] = halves[0];
      out->halves[(t * out->blocks + b) * 2 + 1] = halves[1];
    }
  }
}

static void quantize(const float *x, long columns, const kg_quantized *out, long t) {
  if (out->channels) {
    if (out->sums) quantize_row(1, 1, x, columns, out, t);
    else quantize_row(0, 1, x, columns, out, t);
  } else if (out->sums) {
    quantize_row(1, 0, x, columns, out, t);
  } else {
    quantize_row(0, 0, x, columns, out, t);
  }
}
