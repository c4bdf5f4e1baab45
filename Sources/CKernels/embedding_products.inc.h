// Products of float tables, in float32 and from rounded pairs. Included by embedding.inc.h, whose settings it is compiled with.

INLINE void product_tile(int rows, int panels, const kg_float_product *p, long i, long j) {
  const float *a = p->a + i * p->a_row, *b = p->b + j;
  float *c = p->c + i * p->c_row + j;
  vf sums[TILE_ROWS][TILE_PANELS];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int q = 0; q < panels; q++) sums[r][q] = (vf){0};
  for (long k = 0; k < p->depth; k++, a += p->a_column, b += p->b_row) {
    vf weights[TILE_PANELS];
    UNROLL for (int q = 0; q < panels; q++) weights[q] = *(const vf_any *)(b + 16 * q);
    UNROLL for (int r = 0; r < rows; r++) {
      float value = a[r * p->a_row];
      UNROLL for (int q = 0; q < panels; q++) sums[r][q] = weights[q] * value + sums[r][q];
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int q = 0; q < panels; q++) {
      vf_any *at = (vf_any *)(c + r * p->c_row + 16 * q);
      *at = p->accumulate ? *at + sums[r][q] : sums[r][q];
    }
}

#define TILES(tile, panels)                                                              \
  do {                                                                                   \
    long i = 0;                                                                          \
    for (; i + TILE_ROWS <= p->rows; i += TILE_ROWS) tile(TILE_ROWS, panels, p, i, j);   \
    if (TILE_ROWS > 8 && i + 8 <= p->rows) tile(TILE_ROWS > 8 ? 8 : 1, panels, p, i, j), i += 8; \
    if (TILE_ROWS > 4 && i + 4 <= p->rows) tile(TILE_ROWS > 4 ? 4 : 1, panels, p, i, j), i += 4; \
    if (TILE_ROWS > 2 && i + 2 <= p->rows) tile(TILE_ROWS > 2 ? 2 : 1, panels, p, i, j), i += 2; \
    for (; i < p->rows; i++) tile(1, panels, p, i, j);                                   \
  } while (0)

static void multiply(const kg_float_product *p) {
  long j = 0;
  for (; j + 16 * TILE_PANELS <= p->columns; j += 16 * TILE_PANELS) TILES(product_tile, TILE_PANELS);
  for (; j < p->columns; j += 16) TILES(product_tile, 1);
}

#if !FAST_BFLOAT
INLINE vf pair_product(vf sum, vi a, vi b) {
  vi high = {0};
  high |= (int32_t)0xffff0000;
  sum = (vf)(a << 16) * (vf)(b << 16) + sum;
  return (vf)(a & high) * (vf)(b & high) + sum;
}
#endif

INLINE void bfloat_tile(int rows, int panels, const kg_bfloat_product *p, long i, long j) {
  const uint16_t *a = p->a + i * p->a_row, *b = p->b + 2 * j;
  float *c = p->c + i * p->c_row + j;
  typedef int32_t vi_any __attribute__((vector_size(64), aligned(2)));
  vf sums[TILE_ROWS][TILE_PANELS];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int q = 0; q < panels; q++) sums[r][q] = (vf){0};
  for (long k = 0; k < p->pairs; k++, a += p->a_pair, b += p->b_row) {
    vi weights[TILE_PANELS];
    UNROLL for (int q = 0; q < panels; q++) weights[q] = *(const vi_any *)(b + 32 * q);
    UNROLL for (int r = 0; r < rows; r++) {
      int32_t pair;
      memcpy(&pair, a + r * p->a_row, 4);
      vi values = (vi){0} + pair;
      UNROLL for (int q = 0; q < panels; q++) sums[r][q] = pair_product(sums[r][q], values, weights[q]);
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int q = 0; q < panels; q++) {
      vf_any *at = (vf_any *)(c + r * p->c_row + 16 * q);
      *at = p->accumulate ? *at + sums[r][q] : sums[r][q];
    }
}

static void multiply_bfloat(const kg_bfloat_product *p) {
  long j = 0;
  for (; j + 16 * TILE_PANELS <= p->columns; j += 16 * TILE_PANELS) TILES(bfloat_tile, TILE_PANELS);
  for (; j < p->columns; j += 16) TILES(bfloat_tile, 1);
}

// Multiply-adds of a tile that reads and writes registers alone: what no product can be faster than.
static double peak(long rounds, int bfloat) {
  vf sums[TILE_ROWS][TILE_PANELS], weights[TILE_PANELS];
  vi one = {0}, value;
  one += 0x3f803f80;  // two ones in bfloat16; as a float 1.002
  UNROLL for (int q = 0; q < TILE_PANELS; q++) weights[q] = (vf)one;
  UNROLL for (int r = 0; r < TILE_ROWS; r++)
    UNROLL for (int q = 0; q < TILE_PANELS; q++) sums[r][q] = (vf){0} + (float)r;
  for (long round = 0; round < rounds; round++) {
    value = one;
    __asm__ volatile("" : "+m"(value));
    UNROLL for (int r = 0; r < TILE_ROWS; r++)
      UNROLL for (int q = 0; q < TILE_PANELS; q++)
        sums[r][q] = bfloat ? pair_product(sums[r][q], value, (vi)weights[q]) : weights[q] * (vf)value + sums[r][q];
  }
  vf all = {0};
  UNROLL for (int r = 0; r < TILE_ROWS; r++)
    UNROLL for (int q = 0; q < TILE_PANELS; q++) all += sums[r][q];
  volatile float kept = all[0];
  (void)kept;
  return (double)rounds * (double)(TILE_ROWS * TILE_PANELS * 16 * 2) * (bfloat ? 2.0 : 1.0);
}
