// The AVX-512 level: products of 8-bit integers by VNNI, sixteen rows of weights to a register.
#if defined(__x86_64__)
#include <immintrin.h>

#include "vector.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma,f16c"), \
                                            min_vector_width(512))),                                           \
                             apply_to = function)

#define FLOAT_PANELS 2
#define FLOAT_ROWS 12
#define FLOAT_WIDE 8
#define FLOAT_FEW 4
#define ATTENTION_TILE 8
#define DEPTHWISE_TILE 8

INLINE vf load_half(const uint16_t *at) { return (vf)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)at)); }
INLINE void store_half(uint16_t *at, vf value) {
  _mm256_storeu_si256((__m256i *)at, _mm512_cvtps_ph((__m512)value, _MM_FROUND_TO_NEAREST_INT));
}

#include "elementwise.inc.h"
#include "unpack.inc.h"
#include "float_product.inc.h"
#include "attention.inc.h"
#include "short_attention.inc.h"
#include "images.inc.h"

// ---- A few rows of activations: weights are unpacked in registers, once for all rows, and memory is read once, in order.
// Up to eight rows cost little more than one, because waiting for memory costs more than the products.

INLINE __m512i four_columns(const int8_t *at) {
  int32_t w;
  memcpy(&w, at, 4);
  return _mm512_set1_epi32(w);
}

enum { FEW = 8, FEW_AT_MOST = 2 * FEW };

typedef struct {
  const int8_t *a;        // the block's activations of the first row
  const float *scales, *sums;
  const int32_t *halves;
  long stride, blocks;    // from one row to the next
} few_rows;

// Adds one block of a panel to the totals of `rows` rows.
INLINE void few_block(int rows, int per_unit, int bits, int has_min, int offset_shift, const kg_layout *layout,
                      const uint8_t *unit, int j, const few_rows *in, __m512 total[FEW]) {
  vb quants[8];
  vf scale[2], minimum;
  block_quants_16(bits, layout, unit, j, 0, quants);
  block_scales_16(per_unit, bits, has_min, layout, unit, j, 0, scale, &minimum);
  UNROLL for (int i = 0; i < rows; i++) {
    const int8_t *a = in->a + i * in->stride;
    const int32_t *halves = in->halves + 2 * i * in->blocks;
    // Quants are unsigned; their offset is taken off through the activations' sum.
    int whole = bits == 6 ? halves[0] : halves[0] + halves[1];
    __m512i first = offset_shift ? _mm512_set1_epi32(-(whole << offset_shift)) : _mm512_setzero_si512();
    __m512i second = bits == 6 ? _mm512_set1_epi32(-(halves[1] << offset_shift)) : _mm512_setzero_si512();
    UNROLL for (int g = 0; g < 4; g++) {
      first = _mm512_dpbusd_epi32(first, (__m512i)quants[g], four_columns(a + g * 4));
      second = _mm512_dpbusd_epi32(second, (__m512i)quants[g + 4], four_columns(a + 16 + g * 4));
    }
    // Sums are added in the same order as in `tile`: a row's result does not depend on how many rows go with it.
    __m512 own = _mm512_set1_ps(in->scales[i * in->blocks]);
    if (bits == 6) {
      total[i] = _mm512_fmadd_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(first), own), (__m512)scale[0], total[i]);
      total[i] = _mm512_fmadd_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(second), own), (__m512)scale[1], total[i]);
    } else {
      first = _mm512_add_epi32(first, second);
      total[i] = _mm512_fmadd_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(first), own), (__m512)scale[0], total[i]);
    }
    if (has_min) total[i] = _mm512_fmadd_ps((__m512)minimum, _mm512_set1_ps(in->sums[i * in->blocks]), total[i]);
  }
}

INLINE void few_panel(int rows, int per_unit, int bits, int has_min, int offset_shift, const kg_layout *layout,
                      const kg_product *p, long panel, long t) {
  size_t panel_bytes = kg_panel_bytes(p->weights.type, p->weights.columns);
  const uint8_t *unit = p->weights.panels + (size_t)panel * panel_bytes;
  const kg_quantized *q = &p->input;
  few_rows in = {q->values + t * q->stride, q->scales + t * q->blocks, q->sums + t * q->blocks,
                 q->halves + 2 * t * q->blocks, q->stride, q->blocks};
  long units = (p->weights.columns + layout->columns - 1) / layout->columns;
  long valid = p->weights.rows - panel * 16;
  float *y = p->y + t * p->y_stride + panel * 16;
  long bytes = layout->bytes / per_unit;
  __m512 total[FEW];
  UNROLL for (int i = 0; i < rows; i++) total[i] = (__m512)start_value(p, panel, y + i * p->y_stride, valid, 0);
#define BLOCK(J)                                                                                  \
  ask_ahead(unit, J, bytes);                                                                      \
  few_block(rows, per_unit, bits, has_min, offset_shift, layout, unit, J, &in, total);            \
  in.a += 32, in.scales++, in.sums++, in.halves += 2;
  for (long u = 0; u < units; u++, unit += layout->bytes) {
    if (rows == 1) {
      UNROLL for (int j = 0; j < per_unit; j++) { BLOCK(j) }
    } else {
      _Pragma("clang loop unroll(disable)") for (int j = 0; j < per_unit; j++) { BLOCK(j) }
    }
  }
#undef BLOCK
  UNROLL for (int i = 0; i < rows; i++) store_valid(y + i * p->y_stride, (vf)total[i], valid);
}

INLINE void few_panels(int per_unit, int bits, int has_min, int shift, const kg_product *p, long p0, long p1, long t0,
                       long t1) {
  kg_layout layout = kg_layout_of(p->weights.type);
#define ROWS(n) \
  case n: few_panel(n, per_unit, bits, has_min, shift, &layout, p, panel, t); break;
  for (long panel = p0; panel < p1; panel++)
    for (long t = t0; t < t1; t += FEW)
      switch (t1 - t < FEW ? t1 - t : FEW) {
        ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6) ROWS(7) ROWS(8)
      }
#undef ROWS
}

static void few_product(const kg_product *p, long p0, long p1, long t0, long t1) {
#define CASE(type, per_unit, bits, has_min, shift) \
  case type: few_panels(per_unit, bits, has_min, shift, p, p0, p1, t0, t1); break;
  switch (p->weights.type) { KG_EACH_QUANTIZED(CASE) }
#undef CASE
}

// ---- Many rows: two panels are unpacked to signed bytes, and tiles of six rows by 32 outputs run over them.
// Activations are offset by 128 because the instruction wants one operand unsigned; the weights' share of that,
// -128·Σ weights, starts each integer sum and so costs nothing per row.

enum { TILE = 6 };
typedef struct {
  unpacked panel[2];
  int32_t starts[2][CHUNK * 32];
} pair;

INLINE void unpack_pair(const kg_product *p, const long panels[2], long first, long count, pair *out) {
  size_t panel_bytes = kg_panel_bytes(p->weights.type, p->weights.columns);
  int halves = p->weights.type == KG_TYPE_Q6_K;
  for (int q = 0; q < 2; q++) {
    unpack_chunk(p->weights.type, 1, p->weights.panels + (size_t)panels[q] * panel_bytes, first, count, &out->panel[q]);
    for (long i = 0; i < count; i++) {
      __m512i sums[2] = {_mm512_setzero_si512(), _mm512_setzero_si512()};
      UNROLL for (int g = 0; g < 8; g++)
        sums[g / 4] = _mm512_dpbusd_epi32(sums[g / 4], _mm512_set1_epi8(-128),
                                          _mm512_load_si512(out->panel[q].quants + i * 512 + g * 64));
      if (!halves) sums[0] = _mm512_add_epi32(sums[0], sums[1]);
      UNROLL for (int h = 0; h < 2; h++)
        _mm512_store_si512(out->starts[q] + i * 32 + h * 16, _mm512_sub_epi32(_mm512_setzero_si512(), sums[h]));
    }
  }
}

INLINE void tile(int rows, int has_min, int halves, const kg_product *p, const long panels[2], const pair *w, long first,
                 long count, long t) {
  long stride = p->input.stride, blocks = p->input.blocks;
  const int8_t *a = p->input.values + t * stride + first * 32;
  const float *scales = p->input.scales + t * blocks + first, *sums = p->input.sums + t * blocks + first;
  float *y = p->y + t * p->y_stride;
  long valid[2] = {p->weights.rows - panels[0] * 16, p->weights.rows - panels[1] * 16};
  __m512 total[TILE][2];
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int q = 0; q < 2; q++)
      total[i][q] = (__m512)start_value(p, panels[q], y + i * p->y_stride + panels[q] * 16, valid[q], first > 0);
  for (long b = 0; b < count; b++, a += 32) {
    UNROLL for (int h = 0; h <= halves; h++) {
      __m512i whole[TILE][2];
      UNROLL for (int q = 0; q < 2; q++) {
        __m512i start = _mm512_load_si512(w->starts[q] + b * 32 + h * 16);
        UNROLL for (int i = 0; i < rows; i++) whole[i][q] = start;
      }
      UNROLL for (int g = halves ? h * 4 : 0; g < (halves ? h * 4 + 4 : 8); g++) {
        __m512i w0 = _mm512_load_si512(w->panel[0].quants + b * 512 + g * 64);
        __m512i w1 = _mm512_load_si512(w->panel[1].quants + b * 512 + g * 64);
        UNROLL for (int i = 0; i < rows; i++) {
          __m512i columns = four_columns(a + i * stride + g * 4);
          whole[i][0] = _mm512_dpbusd_epi32(whole[i][0], columns, w0);
          whole[i][1] = _mm512_dpbusd_epi32(whole[i][1], columns, w1);
        }
      }
      UNROLL for (int q = 0; q < 2; q++) {
        __m512 scale = _mm512_load_ps(w->panel[q].scales + b * 32 + h * 16);
        UNROLL for (int i = 0; i < rows; i++)
          total[i][q] = _mm512_fmadd_ps(
              _mm512_mul_ps(_mm512_cvtepi32_ps(whole[i][q]), _mm512_set1_ps(scales[i * blocks + b])), scale, total[i][q]);
      }
    }
    if (has_min) {
      UNROLL for (int q = 0; q < 2; q++) {
        __m512 minimum = _mm512_load_ps(w->panel[q].minima + b * 16);
        UNROLL for (int i = 0; i < rows; i++)
          total[i][q] = _mm512_fmadd_ps(minimum, _mm512_set1_ps(sums[i * blocks + b]), total[i][q]);
      }
    }
  }
  int stored = panels[1] == panels[0] ? 1 : 2;  // an odd last panel is its own partner
  UNROLL for (int i = 0; i < rows; i++)
    for (int q = 0; q < stored; q++) store_valid(y + i * p->y_stride + panels[q] * 16, (vf)total[i][q], valid[q]);
}

INLINE void tiles(int has_min, int halves, const kg_product *p, const long panels[2], const pair *w, long first,
                  long count, long t0, long t1) {
  long t = t0;
  for (; t + TILE <= t1; t += TILE) tile(TILE, has_min, halves, p, panels, w, first, count, t);
  switch (t1 - t) {
  case 5: tile(5, has_min, halves, p, panels, w, first, count, t); break;
  case 4: tile(4, has_min, halves, p, panels, w, first, count, t); break;
  case 3: tile(3, has_min, halves, p, panels, w, first, count, t); break;
  case 2: tile(2, has_min, halves, p, panels, w, first, count, t); break;
  case 1: tile(1, has_min, halves, p, panels, w, first, count, t); break;
  }
}

static void matrix_product(const kg_product *p, long p0, long p1, long t0, long t1) {
  long blocks = p->weights.columns / 32;
  int has_min = kg_layout_of(p->weights.type).has_min, halves = p->weights.type == KG_TYPE_Q6_K;
  _Alignas(64) pair w;
  for (long panel = p0; panel < p1; panel += 2) {
    long panels[2] = {panel, panel + 1 < p1 ? panel + 1 : panel};
    for (long first = 0; first < blocks; first += CHUNK) {
      long count = blocks - first < CHUNK ? blocks - first : CHUNK;
      unpack_pair(p, panels, first, count, &w);
      if (halves) tiles(0, 1, p, panels, &w, first, count, t0, t1);
      else if (has_min) tiles(1, 0, p, panels, &w, first, count, t0, t1);
      else tiles(0, 0, p, panels, &w, first, count, t0, t1);
    }
    finish(p, panel, panel + 2 < p1 ? panel + 2 : p1, t0, t1);
  }
}

// Twelve independent sums hide the instruction's latency; the empty statements keep the loop from being folded.
static long peak(long rounds) {
  __m512i sums[12], a = _mm512_set1_epi8(3), b = _mm512_set1_epi8(5);
  UNROLL for (int i = 0; i < 12; i++) sums[i] = _mm512_setzero_si512();
  for (long r = 0; r < rounds; r++) UNROLL for (int i = 0; i < 12; i++) {
    sums[i] = _mm512_dpbusd_epi32(sums[i], a, b);
    __asm__ __volatile__("" : "+v"(sums[i]));
  }
  return rounds * 12 * 128;
}

static void product(const kg_product *p, long p0, long p1, long t0, long t1) {
  if (!kg_layout_of(p->weights.type).quantized) float_product(p, p0, p1, t0, t1);
  else if (p->input.biased) matrix_product(p, p0, p1, t0, t1);
  else {
    few_product(p, p0, p1, t0, t1);
    finish(p, p0, p1, t0, t1);
  }
}

const kg_kernels kg_kernels_avx512 = {
    .product = product,
    .biased_from = FEW_AT_MOST + 1,
    .byte_sums = 1,
#include "table.inc.h"
};

// The same level on a CPU that also multiplies pairs of bfloat16.
static void product_or_pairs(const kg_product *p, long p0, long p1, long t0, long t1) {
  if (p->pairs) kg_pair_product_avx512(p, p0, p1, t0, t1);
  else product(p, p0, p1, t0, t1);
}

const kg_kernels kg_kernels_avx512_bfloat = {
    .product = product_or_pairs,
    .fast_pairs = 1,
    .biased_from = FEW_AT_MOST + 1,
    .byte_sums = 1,
#include "table.inc.h"
};

#pragma clang attribute pop
#endif
