// Registers of eight lanes: the AVX2 level, and with BYTE_DOT the AVX-VNNI level, which multiplies bytes and adds four
// products in one instruction. Included by both after they have set the target.

#define FLOAT_PANELS 1
#define FLOAT_ROWS 6
#define FLOAT_WIDE 4
#define ATTENTION_TILE 2
#define DEPTHWISE_TILE 4

typedef float vf8 __attribute__((vector_size(32)));

INLINE vf load_half(const uint16_t *at) {
  vf8 low = (vf8)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)at));
  vf8 high = (vf8)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(at + 8)));
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
INLINE void store_half(uint16_t *at, vf value) {
  vf8 low = __builtin_shufflevector(value, value, 0, 1, 2, 3, 4, 5, 6, 7);
  vf8 high = __builtin_shufflevector(value, value, 8, 9, 10, 11, 12, 13, 14, 15);
  _mm_storeu_si128((__m128i *)at, _mm256_cvtps_ph((__m256)low, _MM_FROUND_TO_NEAREST_INT));
  _mm_storeu_si128((__m128i *)(at + 8), _mm256_cvtps_ph((__m256)high, _MM_FROUND_TO_NEAREST_INT));
}

#include "elementwise.inc.h"
#include "unpack.inc.h"
#include "float_product.inc.h"
#include "attention.inc.h"
#include "short_attention.inc.h"
#include "images.inc.h"

enum { TILE = BYTE_DOT ? 6 : 4 };

// How an offset is taken off through the activations' sum: quants of eight bits are made signed themselves where the
// sign must move to the activation.
INLINE int unsigned_shift(int bits, int shift) { return bits == 8 && !BYTE_DOT ? 0 : shift; }

#if !BYTE_DOT
// Groups of four columns whose 16-bit sums stay below 2¹⁵: 2·127·(2^bits - 1) each, eight for 4 bits, four for 5,
// two for 6. Eight-bit quants are made signed, and their sign moved to the activation, one group at a time.
INLINE int groups_per_sum(int bits) { return bits == 4 ? 8 : bits == 5 ? 4 : bits == 6 ? 2 : 1; }
#endif

INLINE __m256i four_columns(const int8_t *at) {
  int32_t w;
  memcpy(&w, at, 4);
  return _mm256_set1_epi32(w);
}

// `rows` rows of activations by the eight weight rows of one half (side 0 or 1) of a panel.
INLINE void tile(int rows, int bits, int has_min, int shift, const kg_product *p, int side,
                 const unpacked *w, long first, long count, long t, vf8 total[TILE]) {
  long stride = p->input.stride, blocks = p->input.blocks;
  const int8_t *a = p->input.values + t * stride + first * 32;
  const float *scales = p->input.scales + t * blocks + first, *sums = p->input.sums + t * blocks + first;
  const int32_t *halves = p->input.halves + 2 * (t * blocks + first);
#if !BYTE_DOT
  const __m256i ones = _mm256_set1_epi16(1);
#endif
  for (long b = 0; b < count; b++, a += 32) {
    const int8_t *quants = w->quants + b * 512 + side * 32;
    UNROLL for (int h = 0; h <= (bits == 6); h++) {
      __m256i whole[TILE];
      UNROLL for (int i = 0; i < rows; i++) {
        const int32_t *sum = halves + 2 * (i * blocks + b);
        whole[i] = shift ? _mm256_set1_epi32(-((bits == 6 ? sum[h] : sum[0] + sum[1]) << shift)) : _mm256_setzero_si256();
      }
#if BYTE_DOT
      // Unsigned weights by signed activations, as the instruction wants them: sums of 32 products fit by far.
      UNROLL for (int g = h * 4; g < (bits == 6 ? h * 4 + 4 : 8); g++) {
        __m256i weights = _mm256_load_si256((const __m256i *)(quants + g * 64));
        UNROLL for (int i = 0; i < rows; i++)
          whole[i] = _mm256_dpbusd_avx_epi32(whole[i], weights, four_columns(a + i * stride + g * 4));
      }
#else
      int g0 = h * 4, g1 = bits == 6 ? g0 + 4 : 8;
      UNROLL for (int g = g0; g < g1; g += groups_per_sum(bits)) {
        __m256i part[TILE];
        UNROLL for (int s = 0; s < groups_per_sum(bits); s++) {
          __m256i weights = _mm256_load_si256((const __m256i *)(quants + (g + s) * 64));
          __m256i magnitude = bits == 8 ? _mm256_abs_epi8(weights) : weights;
          UNROLL for (int i = 0; i < rows; i++) {
            __m256i columns = four_columns(a + i * stride + (g + s) * 4);
            if (bits == 8) columns = _mm256_sign_epi8(columns, weights);
            __m256i products = _mm256_maddubs_epi16(magnitude, columns);
            part[i] = s == 0 ? products : _mm256_add_epi16(part[i], products);
          }
        }
        UNROLL for (int i = 0; i < rows; i++) whole[i] = _mm256_add_epi32(whole[i], _mm256_madd_epi16(part[i], ones));
      }
#endif
      vf8 scale = *(const vf8 *)(w->scales + b * 32 + h * 16 + side * 8);
      UNROLL for (int i = 0; i < rows; i++)
        total[i] = (vf8)_mm256_cvtepi32_ps(whole[i]) * scales[i * blocks + b] * scale + total[i];
    }
    if (has_min) {
      vf8 minimum = *(const vf8 *)(w->minima + b * 16 + side * 8);
      UNROLL for (int i = 0; i < rows; i++) total[i] = minimum * sums[i * blocks + b] + total[i];
    }
  }
}

// Puts the sums of the columns from block `first` on where they belong: the first on the bias, the others on those before.
INLINE void store_side(int rows, const kg_product *p, long panel, int side, long first, long t, const vf8 *total) {
  long valid = p->weights.rows - panel * 16;
  float *y = p->y + t * p->y_stride + panel * 16;
  if (valid >= 16) {
    UNROLL for (int i = 0; i < rows; i++) {
      vf8 start = {0};
      typedef float vf8_any __attribute__((vector_size(32), aligned(4)));
      vf8_any *at = (vf8_any *)(y + i * p->y_stride + side * 8);
      if (first == 0 && p->bias) start = *(const vf8_any *)(p->bias + panel * 16 + side * 8);
      if (first > 0 || p->accumulate) start += *at;
      *at = start + total[i];
    }
  } else {
    UNROLL for (int i = 0; i < rows; i++) {
      for (long r = side * 8; r < valid && r < side * 8 + 8; r++) {
        float *at = y + i * p->y_stride + r, start = 0;
        if (first == 0 && p->bias) start = p->bias[panel * 16 + r];
        if (first > 0 || p->accumulate) start += *at;
        *at = start + total[i][r - side * 8];
      }
    }
  }
}

INLINE void tile_rows(int rows, int bits, int has_min, int shift, const kg_product *p, long panel, const unpacked *w,
                      long first, long count, long t) {
  for (int side = 0; side < 2; side++) {
    vf8 total[TILE];
    UNROLL for (int i = 0; i < rows; i++) total[i] = (vf8){0};
    tile(rows, bits, has_min, shift, p, side, w, first, count, t, total);
    store_side(rows, p, panel, side, first, t, total);
  }
}

INLINE void tiles(int bits, int has_min, int shift, const kg_product *p, long panel, const unpacked *w, long first,
                  long count, long t0, long t1) {
  long t = t0;
  for (; t + TILE <= t1; t += TILE) tile_rows(TILE, bits, has_min, shift, p, panel, w, first, count, t);
  switch (t1 - t) {
  case 5: tile_rows(TILE > 5 ? 5 : 1, bits, has_min, shift, p, panel, w, first, count, t); break;
  case 4: tile_rows(TILE > 4 ? 4 : 1, bits, has_min, shift, p, panel, w, first, count, t); break;
  case 3: tile_rows(3, bits, has_min, shift, p, panel, w, first, count, t); break;
  case 2: tile_rows(2, bits, has_min, shift, p, panel, w, first, count, t); break;
  case 1: tile_rows(1, bits, has_min, shift, p, panel, w, first, count, t); break;
  }
}

// Independent sums hide the latency; the empty statements keep the loop from being folded. Without the dot product of
// bytes three instructions do its work.
static long peak(long rounds) {
  __m256i sums[12], a = _mm256_set1_epi8(3), b = _mm256_set1_epi8(5);
  UNROLL for (int i = 0; i < 12; i++) sums[i] = _mm256_setzero_si256();
  for (long r = 0; r < rounds; r++) UNROLL for (int i = 0; i < 12; i++) {
#if BYTE_DOT
    sums[i] = _mm256_dpbusd_avx_epi32(sums[i], a, b);
#else
    __m256i products = _mm256_maddubs_epi16(a, b);
    __asm__ __volatile__("" : "+x"(products));
    sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(products, a));
#endif
    __asm__ __volatile__("" : "+x"(sums[i]));
  }
  return rounds * 12 * 64;
}

#include "eight_few.inc.h"

static void product(const kg_product *p, long p0, long p1, long t0, long t1) {
  int type = p->weights.type;
  if (!kg_layout_of(type).quantized) {
    float_product(p, p0, p1, t0, t1);
    return;
  }
  if (t1 - t0 <= FEW_AT_MOST) {
    few_product(p, p0, p1, t0, t1);
    finish(p, p0, p1, t0, t1);
    return;
  }
  size_t panel_bytes = kg_panel_bytes(type, p->weights.columns);
  long blocks = p->weights.columns / 32;
  _Alignas(64) unpacked w;
  for (long panel = p0; panel < p1; panel++) {
    for (long first = 0; first < blocks; first += CHUNK) {
      long count = blocks - first < CHUNK ? blocks - first : CHUNK;
      unpack_chunk(type, !BYTE_DOT && type == KG_TYPE_Q8_0, p->weights.panels + (size_t)panel * panel_bytes, first, count, &w);
#define CASE(type, per_unit, bits, has_min, shift) \
  case type: tiles(bits, has_min, unsigned_shift(bits, shift), p, panel, &w, first, count, t0, t1); break;
      switch (type) { KG_EACH_QUANTIZED(CASE) }
#undef CASE
    }
    finish(p, panel, panel + 1, t0, t1);
  }
}
