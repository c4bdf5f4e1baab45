// Products with float weights: a register tile of FLOAT_PANELS panels by some rows of activations, over all columns.
// One row alone takes FLOAT_WIDE panels: a panel's sum waits for itself
// at every column, and only other panels fill the wait. A few rows take FLOAT_FEW panels at once for the same reason,
// where the level has registers for them.
// Matrices of bfloat16 hold two columns in each lane, and meet floats as they are, or rounded to bfloat16 in pairs.
// Included by every level, which defines FLOAT_PANELS, FLOAT_ROWS, FLOAT_WIDE and load_half, and by the one that has the
// dot product of pairs, which defines FAST_PAIRS and pair_product.

// What the inner loop sees: the types of weights, and bfloat16 that meets rounded pairs.
enum { FLOAT_PAIRS = KG_TYPE_COUNT };

INLINE vf even_column(vi pairs) { return (vf)(pairs << 16); }
INLINE vf odd_column(vi pairs) { return (vf)(pairs & (int32_t)0xffff0000); }

#ifndef FAST_PAIRS
#define FAST_PAIRS 0
INLINE vf pair_product(vf sum, vi weights, vi values) {
  sum = even_column(weights) * even_column(values) + sum;
  return odd_column(weights) * odd_column(values) + sum;
}
#endif

INLINE vf load_weights(int type, const uint8_t *at) {
  if (type == KG_TYPE_F32) return *(const vf *)at;
  return load_half((const uint16_t *)at);
}

// One column of floats, or a pair of them where weights are bfloat16.
INLINE void float_columns(int type, int panels, int rows, const kg_product *p, const float *x, const uint16_t *rounded,
                          int last, const uint8_t *w, size_t panel_bytes, vf sums[FLOAT_ROWS][FLOAT_WIDE]) {
  int paired = type == KG_TYPE_BF16 || type == FLOAT_PAIRS;
  vf weights[FLOAT_WIDE];
  vi pairs[FLOAT_WIDE];
  UNROLL for (int q = 0; q < panels; q++) {
    if (paired) pairs[q] = *(const vi *)(w + (size_t)q * panel_bytes);
    else weights[q] = load_weights(type, w + (size_t)q * panel_bytes);
  }
  UNROLL for (int i = 0; i < rows; i++) {
    if (type == FLOAT_PAIRS) {
      int32_t pair;
      memcpy(&pair, rounded + i * p->pairs_stride, 4);
      UNROLL for (int q = 0; q < panels; q++) sums[i][q] = pair_product(sums[i][q], pairs[q], (vi){0} + pair);
    } else if (paired) {
      // The last column of an odd number has no neighbour to read.
      float even = x[i * p->x_stride], odd = last ? 0 : x[i * p->x_stride + 1];
      UNROLL for (int q = 0; q < panels; q++) {
        sums[i][q] = even_column(pairs[q]) * even + sums[i][q];
        sums[i][q] = odd_column(pairs[q]) * odd + sums[i][q];
      }
    } else {
      float value = x[i * p->x_stride];
      UNROLL for (int q = 0; q < panels; q++) sums[i][q] = weights[q] * value + sums[i][q];
    }
  }
}

INLINE void float_tile(int type, int panels, int rows, const kg_product *p, long panel, long t) {
  int paired = type == KG_TYPE_BF16 || type == FLOAT_PAIRS;
  long columns = p->weights.columns, step = type == KG_TYPE_F16 ? 32 : 64;
  size_t panel_bytes = kg_panel_bytes(p->weights.type, columns);
  const uint8_t *w = p->weights.panels + (size_t)panel * panel_bytes;
  const float *x = p->x + t * p->x_stride;
  const uint16_t *rounded = type == FLOAT_PAIRS ? p->pairs + t * p->pairs_stride : NULL;
  vf sums[FLOAT_ROWS][FLOAT_WIDE];
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int q = 0; q < panels; q++) sums[i][q] = (vf){0};
  long k = 0;
  for (; k + 1 + paired <= columns; k += 1 + paired, w += step) {
    float_columns(type, panels, rows, p, x, rounded, 0, w, panel_bytes, sums);
    if (type == FLOAT_PAIRS) rounded += 2;
    else x += 1 + paired;
  }
  if (k < columns) float_columns(type, panels, rows, p, x, rounded, 1, w, panel_bytes, sums);
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int q = 0; q < panels; q++) {
      long valid = p->weights.rows - (panel + q) * 16;
      float *at = p->y + (t + i) * p->y_stride + (panel + q) * 16;
      store_valid(at, sums[i][q] + start_value(p, panel + q, at, valid, 0), valid);
    }
}

INLINE void float_rows(int type, int panels, const kg_product *p, long panel, long t0, long t1) {
  long t = t0;
  for (; t + FLOAT_ROWS <= t1; t += FLOAT_ROWS) float_tile(type, panels, FLOAT_ROWS, p, panel, t);
#if FLOAT_ROWS > 8
  if (t + 8 <= t1) float_tile(type, panels, 8, p, panel, t), t += 8;
#endif
#if FLOAT_ROWS > 4
  if (t + 4 <= t1) float_tile(type, panels, 4, p, panel, t), t += 4;
#endif
  if (t + 2 <= t1) float_tile(type, panels, 2, p, panel, t), t += 2;
  if (t + 1 <= t1) float_tile(type, panels, 1, p, panel, t), t += 1;
}

INLINE void float_panels(int type, const kg_product *p, long p0, long p1, long t0, long t1) {
  long panel = p0;
  if (t1 - t0 == 1)
    for (; panel + FLOAT_WIDE <= p1; panel += FLOAT_WIDE) {
      float_tile(type, FLOAT_WIDE, 1, p, panel, t0);
      finish(p, panel, panel + FLOAT_WIDE, t0, t1);
    }
#ifdef FLOAT_FEW
#define FEW_ROWS(n) \
  case n: float_tile(type, FLOAT_FEW, n, p, panel, t0); break;
  if (t1 - t0 > 1 && t1 - t0 <= 6)
    for (; panel + FLOAT_FEW <= p1; panel += FLOAT_FEW) {
      switch (t1 - t0) { FEW_ROWS(2) FEW_ROWS(3) FEW_ROWS(4) FEW_ROWS(5) FEW_ROWS(6) }
      finish(p, panel, panel + FLOAT_FEW, t0, t1);
    }
#undef FEW_ROWS
#endif
  for (; panel + FLOAT_PANELS <= p1; panel += FLOAT_PANELS) {
    float_rows(type, FLOAT_PANELS, p, panel, t0, t1);
    finish(p, panel, panel + FLOAT_PANELS, t0, t1);
  }
  for (; panel < p1; panel++) {
    float_rows(type, 1, p, panel, t0, t1);
    finish(p, panel, panel + 1, t0, t1);
  }
}

static void float_product(const kg_product *p, long p0, long p1, long t0, long t1) {
  switch (p->weights.type) {
  case KG_TYPE_F32: float_panels(KG_TYPE_F32, p, p0, p1, t0, t1); break;
  case KG_TYPE_F16: float_panels(KG_TYPE_F16, p, p0, p1, t0, t1); break;
  case KG_TYPE_BF16:
    if (p->pairs) float_panels(FLOAT_PAIRS, p, p0, p1, t0, t1);
    else float_panels(KG_TYPE_BF16, p, p0, p1, t0, t1);
    break;
  }
}
