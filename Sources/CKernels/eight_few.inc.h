// A few rows of activations on registers of eight lanes: a block of weights is unpacked in registers and multiplied with
// all rows before the next one is touched, so that memory is read once, in order, and nothing is written but results.
// Sums are added in the order of the many-row kernel: a row's result does not depend on how many rows go with it.
// Included by eight_lanes.inc.h.

INLINE vf8 load_eight_halves(const uint16_t *at) { return (vf8)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)at)); }

#define BLOCK_ROWS 8
#include "block.inc.h"

// FEW rows share a pass over a panel; more of them go in several passes.
enum { FEW = 4, FEW_AT_MOST = 2 * FEW };

// Σ quants · activations of groups [g0, g1) of a block, added to `whole`.
INLINE __m256i few_dot(int bits, const vb_8 quants[8], const int8_t *a, int g0, int g1, __m256i whole) {
#if BYTE_DOT
  (void)bits;
  UNROLL for (int g = g0; g < g1; g++) whole = _mm256_dpbusd_avx_epi32(whole, (__m256i)quants[g], four_columns(a + g * 4));
#else
  UNROLL for (int g = g0; g < g1; g += groups_per_sum(bits)) {
    __m256i part = _mm256_setzero_si256();
    UNROLL for (int s = 0; s < groups_per_sum(bits); s++) {
      __m256i weights = (__m256i)quants[g + s], columns = four_columns(a + (g + s) * 4);
      if (bits == 8) {
        weights = _mm256_xor_si256(weights, _mm256_set1_epi8(-128));
        columns = _mm256_sign_epi8(columns, weights);
        weights = _mm256_abs_epi8(weights);
      }
      __m256i products = _mm256_maddubs_epi16(weights, columns);
      part = s == 0 ? products : _mm256_add_epi16(part, products);
    }
    whole = _mm256_add_epi32(whole, _mm256_madd_epi16(part, _mm256_set1_epi16(1)));
  }
#endif
  return whole;
}

INLINE void few_panel(int rows, int per_unit, int bits, int has_min, int shift, const kg_layout *layout,
                      const kg_product *p, long panel, long t) {
  const uint8_t *weights = p->weights.panels + (size_t)panel * kg_panel_bytes(p->weights.type, p->weights.columns);
  const kg_quantized *q = &p->input;
  long blocks = p->weights.columns / 32, bytes = layout->bytes / per_unit;
  for (long first = 0; first < blocks; first += CHUNK) {
    long last = first + CHUNK < blocks ? first + CHUNK : blocks;
    vf8 total[2][FEW];
    UNROLL for (int side = 0; side < 2; side++) UNROLL for (int i = 0; i < rows; i++) total[side][i] = (vf8){0};
    for (long b = first; b < last; b++) {
      const uint8_t *unit = weights + b / per_unit * layout->bytes;
      int j = (int)(b % per_unit);
      ask_ahead(unit, j, bytes);
      UNROLL for (int side = 0; side < 2; side++) {
        vb_8 quants[8];
        vf8 scale[2], minimum;
        block_quants_8(bits, layout, unit, j, side, quants);
        block_scales_8(per_unit, bits, has_min, layout, unit, j, side, scale, &minimum);
        UNROLL for (int i = 0; i < rows; i++) {
          const int8_t *a = q->values + (t + i) * q->stride + b * 32;
          const int32_t *sum = shift ? q->halves + 2 * ((t + i) * q->blocks + b) : NULL;
          float own = q->scales[(t + i) * q->blocks + b];
          UNROLL for (int h = 0; h <= (bits == 6); h++) {
            __m256i start = shift ? _mm256_set1_epi32(-((bits == 6 ? sum[h] : sum[0] + sum[1]) << shift)) : _mm256_setzero_si256();
            __m256i whole = few_dot(bits, quants, a, h * 4, bits == 6 ? h * 4 + 4 : 8, start);
            total[side][i] = (vf8)_mm256_cvtepi32_ps(whole) * own * scale[h] + total[side][i];
          }
          if (has_min) total[side][i] = minimum * q->sums[(t + i) * q->blocks + b] + total[side][i];
        }
      }
    }
    UNROLL for (int side = 0; side < 2; side++) store_side(rows, p, panel, side, first, t, total[side]);
  }
}

INLINE void few_panels(int per_unit, int bits, int has_min, int shift, const kg_product *p, long p0, long p1, long t0,
                       long t1) {
  kg_layout layout = kg_layout_of(p->weights.type);
  for (long panel = p0; panel < p1; panel++)
    for (long t = t0; t < t1; t += FEW)
      switch (t1 - t < FEW ? t1 - t : FEW) {
      case 1: few_panel(1, per_unit, bits, has_min, shift, &layout, p, panel, t); break;
      case 2: few_panel(2, per_unit, bits, has_min, shift, &layout, p, panel, t); break;
      case 3: few_panel(3, per_unit, bits, has_min, shift, &layout, p, panel, t); break;
      case 4: few_panel(4, per_unit, bits, has_min, shift, &layout, p, panel, t); break;
      }
}

static void few_product(const kg_product *p, long p0, long p1, long t0, long t1) {
#define CASE(type, per_unit, bits, has_min, shift) \
  case type: few_panels(per_unit, bits, has_min, unsigned_shift(bits, shift), p, p0, p1, t0, t1); break;
  switch (p->weights.type) { KG_EACH_QUANTIZED(CASE) }
#undef CASE
}
