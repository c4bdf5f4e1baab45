// Products with float weights: a register tile of FLOAT_PANELS panels by some rows of activations, over all columns.
// One row alone takes FLOAT_WIDE panels: a panel's sum waits for itself
// at every column, and only other panels fill the wait.
// Included by every level, which defines FLOAT_PANELS, FLOAT_ROWS, FLOAT_WIDE and load_half.

INLINE vf load_weights(int type, const uint8_t *at) {
  if (type == KG_TYPE_F32) return *(const vf *)at;
  if (type == KG_TYPE_F16) return load_half((const uint16_t *)at);
  typedef uint16_t vh __attribute__((vector_size(32)));
  typedef uint32_t vu __attribute__((vector_size(64)));
  return (vf)(__builtin_convertvector(*(const vh *)at, vu) << 16);
}

INLINE void float_tile(int type, int panels, int rows, const kg_product *p, long panel, long t) {
  long columns = p->weights.columns, step = type == KG_TYPE_F32 ? 64 : 32;
  size_t panel_bytes = kg_panel_bytes(type, columns);
  const uint8_t *w = p->weights.panels + (size_t)panel * panel_bytes;
  const float *x = p->x + t * p->x_stride;
  long stride = p->x_stride;
  vf sums[FLOAT_ROWS][FLOAT_WIDE];
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int q = 0; q < panels; q++) sums[i][q] = (vf){0};
  for (long k = 0; k < columns; k++, w += step, x++) {
    vf weights[FLOAT_WIDE];
    UNROLL for (int q = 0; q < panels; q++) weights[q] = load_weights(type, w + (size_t)q * panel_bytes);
    UNROLL for (int i = 0; i < rows; i++) {
      float value = x[i * stride];
      UNROLL for (int q = 0; q < panels; q++) sums[i][q] = weights[q] * value + sums[i][q];
    }
  }
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
  case KG_TYPE_BF16: float_panels(KG_TYPE_BF16, p, p0, p1, t0, t1); break;
  }
}
