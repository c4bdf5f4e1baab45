// A few rows of activations on registers of eight lanes: a block of weights is unpacked in registers and multiplied with
// all rows before the next one is touched, so that memory is read once, in order, and nothing is written but results.
// Sums are added in the order of the many-row kernel: a row's result does not depend on how many rows go with it.
// Included by eight_lanes.inc.h.

typedef uint8_t vb32 __attribute__((vector_size(32)));
typedef uint8_t vb8_any __attribute__((vector_size(8), aligned(1)));
typedef int8_t vs8_any __attribute__((vector_size(8), aligned(1)));

// FEW rows share a pass over a panel; more of them go in several passes.
enum { FEW = 4, FEW_AT_MOST = 2 * FEW };

INLINE vf8 load_eight_halves(const uint8_t *at) { return (vf8)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)at)); }

// The quants of block j that belong to the eight rows of one side of the panel.
INLINE void side_quants(int bits, const kg_layout *layout, const uint8_t *unit, int j, int side, vb32 out[8]) {
  const uint8_t *quants = unit + layout->at_quants + side * 32, *high = unit + layout->at_high + side * 32;
  if (bits == 8) {
    UNROLL for (int g = 0; g < 8; g++) out[g] = *(const vb32 *)(quants + j * 512 + g * 64);
    return;
  }
  UNROLL for (int i = 0; i < 4; i++) {
    vb32 nibbles = *(const vb32 *)(quants + j * 256 + i * 64);
    out[i] = nibbles & 15;
    out[i + 4] = nibbles >> 4;
  }
  if (bits == 5) {
    vb32 h = *(const vb32 *)(high + j * 64);
    UNROLL for (int g = 0; g < 8; g++) out[g] |= (g < 4 ? h << (4 - g) : h >> (g - 4)) & 16;
  }
  if (bits == 6) {
    UNROLL for (int p = 0; p < 2; p++) {
      vb32 h = *(const vb32 *)(high + j * 128 + p * 64);
      UNROLL for (int i = 0; i < 4; i++) out[p * 4 + i] |= (i < 2 ? h << (4 - 2 * i) : h >> (2 * i - 4)) & 48;
    }
  }
}

// The same values as block_scales gives, for one side.
INLINE void side_scales(int per_unit, int bits, int has_min, const kg_layout *layout, const uint8_t *unit, int j, int side,
                        vf8 scale[2], vf8 *minimum) {
  if (per_unit == 2) {
    scale[0] = load_eight_halves(unit + j * 32 + side * 16);
    if (has_min) *minimum = load_eight_halves(unit + layout->at_min + j * 32 + side * 16);
    return;
  }
  vf8 d = load_eight_halves(unit + side * 16);
  if (bits == 6) {
    UNROLL for (int h = 0; h < 2; h++)
      scale[h] = d * __builtin_convertvector(*(const vs8_any *)(unit + 64 + (2 * j + h) * 16 + side * 8), vf8);
    return;
  }
  scale[0] = d * __builtin_convertvector(*(const vb8_any *)(unit + 64 + j * 16 + side * 8), vf8);
  *minimum = -load_eight_halves(unit + 32 + side * 16) *
             __builtin_convertvector(*(const vb8_any *)(unit + layout->at_min + j * 16 + side * 8), vf8);
}

// Σ quants · activations of groups [g0, g1) of a block, added to `whole`.
INLINE __m256i few_dot(int bits, const vb32 quants[8], const int8_t *a, int g0, int g1, __m256i whole) {
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
        vb32 quants[8];
        vf8 scale[2], minimum;
        side_quants(bits, layout, unit, j, side, quants);
        side_scales(per_unit, bits, has_min, layout, unit, j, side, scale, &minimum);
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
  switch (p->weights.type) {
  case KG_TYPE_Q4_0: few_panels(2, 4, 0, 3, p, p0, p1, t0, t1); break;
  case KG_TYPE_Q4_1: few_panels(2, 4, 1, 0, p, p0, p1, t0, t1); break;
  case KG_TYPE_Q5_0: few_panels(2, 5, 0, 4, p, p0, p1, t0, t1); break;
  case KG_TYPE_Q5_1: few_panels(2, 5, 1, 0, p, p0, p1, t0, t1); break;
  case KG_TYPE_Q8_0: few_panels(2, 8, 0, BYTE_DOT ? 7 : 0, p, p0, p1, t0, t1); break;
  case KG_TYPE_Q4_K: few_panels(8, 4, 1, 0, p, p0, p1, t0, t1); break;
  case KG_TYPE_Q5_K: few_panels(8, 5, 1, 0, p, p0, p1, t0, t1); break;
  case KG_TYPE_Q6_K: few_panels(8, 6, 0, 5, p, p0, p1, t0, t1); break;
  }
}
