// Plain C, compiled once for each level. Included by every embedding_*.c behind embedding.inc.h.
#include "scalar_functions.h"
#include "transpose.h"

// ---- Packing

static void pack(const float *b, long stride, long depth, long columns, float *out) {
  if (columns >= KG_PACK_COLUMNS) {
    for (long k = 0; k < depth; k++, b += stride, out += KG_PACK_COLUMNS) memcpy(out, b, KG_PACK_COLUMNS * sizeof(float));
    return;
  }
  memset(out, 0, (size_t)depth * KG_PACK_COLUMNS * sizeof(float));
  for (long k = 0; k < depth; k++, b += stride, out += KG_PACK_COLUMNS) memcpy(out, b, (size_t)columns * sizeof(float));
}

// Sixteen rows from `b`, the floats [0, 16) of each; what is past `rows` or `count` is zero.
INLINE void load_rows(const float *b, long stride, long rows, long count, vf r[16]) {
  if (rows >= 16 && count >= 16) {
    UNROLL for (int i = 0; i < 16; i++) r[i] = *(const vf_any *)(b + i * stride);
    return;
  }
  UNROLL for (int i = 0; i < 16; i++) {
    float padded[16] = {0};
    if (i < rows) memcpy(padded, b + i * stride, (size_t)(count < 16 ? count : 16) * sizeof(float));
    r[i] = *(const vf_any *)padded;
  }
}

static void pack_turned(const float *b, long stride, long depth, long columns, float *out) {
  for (long half = 0; half < KG_PACK_COLUMNS; half += 16)
    for (long k = 0; k < depth; k += 16) {
      vf r[16];
      load_rows(b + half * stride + k, stride, columns - half, depth - k, r);
      transpose_16(r);
      for (long i = 0; i < 16 && k + i < depth; i++) *(vf_any *)(out + (k + i) * KG_PACK_COLUMNS + half) = r[i];
    }
}

INLINE vi rounded_lanes(vf x) {
  typedef uint32_t vu __attribute__((vector_size(64)));
  vu bits = (vu)x;
  return (vi)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

static void pack_pairs(const float *b, long stride, long depth, long columns, uint16_t *out) {
  for (long k = 0; k < depth; k += 2, b += 2 * stride, out += 2 * KG_PACK_COLUMNS) {
    int last = k + 1 == depth;
    float padded[2][KG_PACK_COLUMNS] = {{0}};
    const float *low = b, *high = b + stride;
    if (columns < KG_PACK_COLUMNS || last) {
      long count = columns < KG_PACK_COLUMNS ? columns : KG_PACK_COLUMNS;
      memcpy(padded[0], b, (size_t)count * sizeof(float));
      if (!last) memcpy(padded[1], b + stride, (size_t)count * sizeof(float));
      low = padded[0], high = padded[1];
    }
    UNROLL for (int half = 0; half < KG_PACK_COLUMNS; half += 16) {
      vi pairs = rounded_lanes(*(const vf_any *)(low + half)) | rounded_lanes(*(const vf_any *)(high + half)) << 16;
      memcpy(out + 2 * half, &pairs, sizeof pairs);
    }
  }
}

static void pack_turned_pairs(const float *b, long stride, long depth, long columns, uint16_t *out) {
  for (long half = 0; half < KG_PACK_COLUMNS; half += 16)
    for (long k = 0; k < depth; k += 32) {
      vf r[16], s[16];
      load_rows(b + half * stride + k, stride, columns - half, depth - k, r);
      if (depth - k > 16) load_rows(b + half * stride + k + 16, stride, columns - half, depth - k - 16, s);
      else UNROLL for (int i = 0; i < 16; i++) s[i] = (vf){0};
      // Sixteen pairs of each row: even elements in the low halves, odd ones in the high ones.
      UNROLL for (int i = 0; i < 16; i++) {
        vf even = __builtin_shufflevector(r[i], s[i], 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        vf odd = __builtin_shufflevector(r[i], s[i], 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
        r[i] = (vf)(rounded_lanes(even) | rounded_lanes(odd) << 16);
      }
      transpose_16(r);
      for (long i = 0; i < 16 && k + 2 * i < depth; i++)
        memcpy(out + (k / 2 + i) * 2 * KG_PACK_COLUMNS + 2 * half, &r[i], sizeof r[i]);
    }
}

// ---- Attention

static float largest_of(const float *x, long n) {
  float best = x[0];
  long i = 0;
  if (n >= 16) {
    vf lanes = *(const vf_any *)x;
    for (i = 16; i + 16 <= n; i += 16) {
      vf next = *(const vf_any *)(x + i);
      lanes = select_greater(next, lanes, next, lanes);
    }
    for (int l = 0; l < 16; l++) best = lanes[l] > best ? lanes[l] : best;
  }
  for (; i < n; i++) best = x[i] > best ? x[i] : best;
  return best;
}

static float attention_softmax(float *scores, long valid, long total, float scale) {
#pragma clang fp reassociate(on) contract(fast)
  float best = largest_of(scores, valid) * scale, sum = 0;
  for (long i = 0; i < valid; i++) sum += (scores[i] = exponential(scores[i] * scale - best));
  float inverse = 1.0f / sum;
  for (long i = 0; i < valid; i++) scores[i] *= inverse;
  for (long i = valid; i < total; i++) scores[i] = 0;
  return best + __builtin_logf(sum);
}

static void softmax_gradient(const float *p, float *slopes, long valid, long total, float scale) {
#pragma clang fp reassociate(on) contract(fast)
  float mean = 0;
  for (long i = 0; i < valid; i++) mean += p[i] * slopes[i];
  for (long i = 0; i < valid; i++) slopes[i] = p[i] * (slopes[i] - mean) * scale;
  for (long i = valid; i < total; i++) slopes[i] = 0;
}

// ---- Element by element

static void swiglu_gradient(const float *gate, const float *up, const float *dy, long n, float *dgate, float *dup) {
#pragma clang fp contract(fast)
#pragma clang loop vectorize(assume_safety)
  for (long i = 0; i < n; i++) {
    float g = gate[i], u = up[i], slope = dy[i], sigmoid = 1.0f / (1.0f + exponential(-g));
    dgate[i] = slope * u * sigmoid * (1.0f + g * (1.0f - sigmoid));
    dup[i] = slope * g * sigmoid;
  }
}

static void gelu_gradient(const float *x, long n, float *dy) {
#pragma clang fp contract(fast)
  for (long i = 0; i < n; i++) {
    float density = 0.398942280f * exponential(-0.5f * x[i] * x[i]);
    dy[i] *= 0.5f * (1.0f + error_function(x[i] * 0.70710678f)) + x[i] * density;
  }
}

static void relu_gradient(const float *x, long n, float *dy) {
  for (long i = 0; i < n; i++) dy[i] = x[i] > 0 ? dy[i] : 0.0f;
}

static void dropout(float *x, long n, uint32_t seed, uint64_t place, uint32_t threshold, float scale) {
  // A place's number, mixed with the seed until its bits are independent of both (Wellons' lowbias32, twice).
  for (long i = 0; i < n; i++) {
    uint64_t at = place + (uint64_t)i;
    uint32_t h = (uint32_t)at ^ ((uint32_t)(at >> 32) * 0x9E3779B9u) ^ seed;
    h ^= h >> 16, h *= 0x21f0aaadu, h ^= h >> 15, h *= 0xd35a2d97u, h ^= h >> 15;
    h += seed * 0x85ebca6bu;
    h ^= h >> 16, h *= 0x21f0aaadu, h ^= h >> 15, h *= 0xd35a2d97u, h ^= h >> 15;
    x[i] = h < threshold ? 0.0f : x[i] * scale;
  }
}

static double sum_of_squares(const float *x, long n) {
#pragma clang fp reassociate(on) contract(fast)
  double total = 0;
  for (long start = 0; start < n; start += 4096) {
    long end = start + 4096 < n ? start + 4096 : n;
    float sum = 0;
    for (long i = start; i < end; i++) sum += x[i] * x[i];
    total += (double)sum;
  }
  return total;
}

static void scale_floats(float *x, long n, float factor) {
  for (long i = 0; i < n; i++) x[i] *= factor;
}

static void rotate_back(float *x, const float *cosines, const float *sines, long heads, long head_size, int halves) {
#pragma clang fp contract(fast)
  long half = head_size / 2, step = halves ? 1 : 2, other = halves ? half : 1;
  for (long h = 0; h < heads; h++, x += head_size)
    for (long i = 0; i < half; i++) {
      float u = x[i * step], v = x[i * step + other];
      x[i * step] = u * cosines[i] + v * sines[i];
      x[i * step + other] = v * cosines[i] - u * sines[i];
    }
}

// ---- Norms

static void rms_norm_gradient(const float *x, const float *weight, const float *dy, float epsilon, long n, int accumulate,
                              float *dx, float *dweight) {
#pragma clang fp reassociate(on) contract(fast)
  float squares = 0, along = 0;
  for (long i = 0; i < n; i++) squares += x[i] * x[i];
  for (long i = 0; i < n; i++) along += x[i] * weight[i] * dy[i];
  float r = 1.0f / __builtin_sqrtf(squares / (float)n + epsilon), pull = along * r * r * r / (float)n;
  if (dweight)
    for (long i = 0; i < n; i++) dweight[i] += dy[i] * x[i] * r;
  if (accumulate) {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) dx[i] += r * weight[i] * dy[i] - pull * x[i];
  } else {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) dx[i] = r * weight[i] * dy[i] - pull * x[i];
  }
}

static void layer_norm_gradient(const float *x, const float *weight, const float *dy, float epsilon, long n,
                                int accumulate, float *dx, float *dweight, float *dbias) {
#pragma clang fp reassociate(on) contract(fast)
  float sum = 0, squares = 0, slopes = 0, along = 0;
  for (long i = 0; i < n; i++) sum += x[i];
  float mean = sum / (float)n;
  for (long i = 0; i < n; i++) squares += (x[i] - mean) * (x[i] - mean);
  float r = 1.0f / __builtin_sqrtf(squares / (float)n + epsilon);
  for (long i = 0; i < n; i++) slopes += weight[i] * dy[i];
  for (long i = 0; i < n; i++) along += weight[i] * dy[i] * (x[i] - mean);
  float shift = slopes / (float)n, pull = along * r * r / (float)n;
  if (dweight)
    for (long i = 0; i < n; i++) dweight[i] += dy[i] * (x[i] - mean) * r;
  if (dbias)
    for (long i = 0; i < n; i++) dbias[i] += dy[i];
  if (accumulate) {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) dx[i] += r * (weight[i] * dy[i] - shift - pull * (x[i] - mean));
  } else {
#pragma clang loop vectorize(assume_safety)
    for (long i = 0; i < n; i++) dx[i] = r * (weight[i] * dy[i] - shift - pull * (x[i] - mean));
  }
}

// ---- The loss over a vocabulary

static double cross_entropy(float *scores, long n, long target, float smoothing, float weight) {
#pragma clang fp reassociate(on) contract(fast)
  float best = largest_of(scores, n), own = scores[target] - best, shared = 0;
  double total = 0, scored = 0;
  for (long start = 0; start < n; start += 4096) {
    long end = start + 4096 < n ? start + 4096 : n;
    float sum = 0, raw = 0;
    if (smoothing > 0)
      for (long i = start; i < end; i++) raw += scores[i] - best;
    for (long i = start; i < end; i++) sum += (scores[i] = exponential(scores[i] - best));
    total += (double)sum, scored += (double)raw;
  }
  double log_total = __builtin_log(total);
  float inverse = weight / (float)total;
  shared = weight * smoothing / (float)n;
  for (long i = 0; i < n; i++) scores[i] = scores[i] * inverse - shared;
  scores[target] -= weight * (1 - smoothing);
  return log_total - (double)(1 - smoothing) * (double)own - (double)smoothing * scored / (double)n;
}

#define GRADIENT_TABLE                                                                                                  \
  {                                                                                                                     \
    .pack = pack, .pack_turned = pack_turned, .pack_pairs = pack_pairs, .pack_turned_pairs = pack_turned_pairs,         \
    .attention_softmax = attention_softmax, .softmax_gradient = softmax_gradient, .swiglu_gradient = swiglu_gradient,   \
    .gelu_gradient = gelu_gradient, .relu_gradient = relu_gradient, .rms_norm_gradient = rms_norm_gradient,             \
    .layer_norm_gradient = layer_norm_gradient, .dropout = dropout, .cross_entropy = cross_entropy,                     \
    .rotate_back = rotate_back, .sum_of_squares = sum_of_squares, .scale = scale_floats                                                             \
  }
