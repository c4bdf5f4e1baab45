// The NEON level: signed weights times signed activations by `sdot`, a panel's sixteen rows in four registers.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "vector.h"

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#define FLOAT_PANELS 1
#define FLOAT_ROWS 6
#define FLOAT_WIDE 4
#define ATTENTION_TILE 2
#define DEPTHWISE_TILE 4

typedef float vf4 __attribute__((vector_size(16)));

INLINE vf load_half(const uint16_t *at) {
  typedef __fp16 halves __attribute__((vector_size(32), aligned(2)));
  return __builtin_convertvector(*(const halves *)at, vf);
}
INLINE void store_half(uint16_t *at, vf value) {
  typedef __fp16 halves __attribute__((vector_size(32), aligned(2)));
  *(halves *)at = __builtin_convertvector(value, halves);
}

#include "elementwise.inc.h"
#include "unpack.inc.h"
#include "float_product.inc.h"
#include "attention.inc.h"
#include "short_attention.inc.h"
#include "images.inc.h"

enum { TILE = 4 };

// `rows` rows of activations by the sixteen weight rows of a panel. One register holds the activations of four
// groups; the instruction picks a group's four bytes for all lanes.
INLINE void tile(int rows, int has_min, int halves, const kg_product *p, long panel, const unpacked *w, long first,
                 long count, long t) {
  long stride = p->input.stride, blocks = p->input.blocks, valid = p->weights.rows - panel * 16;
  const int8_t *a = p->input.values + t * stride + first * 32;
  const float *scales = p->input.scales + t * blocks + first, *sums = p->input.sums + t * blocks + first;
  float *y = p->y + t * p->y_stride + panel * 16;
  vf total[TILE];
  UNROLL for (int i = 0; i < rows; i++) total[i] = start_value(p, panel, y + i * p->y_stride, valid, first > 0);
  for (long b = 0; b < count; b++, a += 32) {
    int32x4_t whole[TILE][4];
    UNROLL for (int i = 0; i < rows; i++)
      UNROLL for (int q = 0; q < 4; q++) whole[i][q] = vdupq_n_s32(0);
    UNROLL for (int h = 0; h < 2; h++) {
      int8x16_t columns[TILE];
      UNROLL for (int i = 0; i < rows; i++) columns[i] = vld1q_s8(a + i * stride + h * 16);
#define GROUP(g)                                                                                    \
  {                                                                                                 \
    int8x16_t weights[4];                                                                           \
    UNROLL for (int q = 0; q < 4; q++) weights[q] = vld1q_s8(w->quants + b * 512 + (h * 4 + g) * 64 + q * 16); \
    UNROLL for (int i = 0; i < rows; i++)                                                           \
      UNROLL for (int q = 0; q < 4; q++) whole[i][q] = vdotq_laneq_s32(whole[i][q], weights[q], columns[i], g); \
  }
      GROUP(0) GROUP(1) GROUP(2) GROUP(3)
#undef GROUP
      if (!halves && h == 0) continue;
      const float *scale = w->scales + b * 32 + (halves ? h * 16 : 0);
      UNROLL for (int i = 0; i < rows; i++) {
        vi sum;
        UNROLL for (int q = 0; q < 4; q++) vst1q_s32((int32_t *)&sum + q * 4, whole[i][q]);
        total[i] += __builtin_convertvector(sum, vf) * scales[i * blocks + b] * *(const vf *)scale;
        if (halves) UNROLL for (int q = 0; q < 4; q++) whole[i][q] = vdupq_n_s32(0);
      }
    }
    if (has_min)
      UNROLL for (int i = 0; i < rows; i++) total[i] += *(const vf *)(w->minima + b * 16) * sums[i * blocks + b];
  }
  UNROLL for (int i = 0; i < rows; i++) store_valid(y + i * p->y_stride, total[i], valid);
}

INLINE void tiles(int has_min, int halves, const kg_product *p, long panel, const unpacked *w, long first, long count,
                  long t0, long t1) {
  long t = t0;
  for (; t + TILE <= t1; t += TILE) tile(TILE, has_min, halves, p, panel, w, first, count, t);
  switch (t1 - t) {
  case 3: tile(3, has_min, halves, p, panel, w, first, count, t); break;
  case 2: tile(2, has_min, halves, p, panel, w, first, count, t); break;
  case 1: tile(1, has_min, halves, p, panel, w, first, count, t); break;
  }
}

// Sixteen independent sums hide the instruction's latency; the empty statements keep the loop from being folded.
static long peak(long rounds) {
  int32x4_t sums[16];
  int8x16_t a = vdupq_n_s8(3), b = vdupq_n_s8(5);
  UNROLL for (int i = 0; i < 16; i++) sums[i] = vdupq_n_s32(0);
  for (long r = 0; r < rounds; r++) UNROLL for (int i = 0; i < 16; i++) {
    sums[i] = vdotq_s32(sums[i], a, b);
    __asm__ __volatile__("" : "+w"(sums[i]));
  }
  return rounds * 16 * 32;
}

static void product(const kg_product *p, long p0, long p1, long t0, long t1) {
  kg_layout layout = kg_layout_of(p->weights.type);
  if (!layout.quantized) {
    float_product(p, p0, p1, t0, t1);
    return;
  }
  size_t panel_bytes = kg_panel_bytes(p->weights.type, p->weights.columns);
  long blocks = p->weights.columns / 32;
  _Alignas(64) unpacked w;
  for (long panel = p0; panel < p1; panel++) {
    for (long first = 0; first < blocks; first += CHUNK) {
      long count = blocks - first < CHUNK ? blocks - first : CHUNK;
      unpack_chunk(p->weights.type, 1, p->weights.panels + (size_t)panel * panel_bytes, first, count, &w);
      if (layout.bits == 6) tiles(0, 1, p, panel, &w, first, count, t0, t1);
      else if (layout.has_min) tiles(1, 0, p, panel, &w, first, count, t0, t1);
      else tiles(0, 0, p, panel, &w, first, count, t0, t1);
    }
    finish(p, panel, panel + 1, t0, t1);
  }
}

const kg_kernels kg_kernels_neon = {
    .product = product,
    .biased_from = 0,
    .byte_sums = 0,
#include "table.inc.h"
};

#pragma clang attribute pop
#endif
