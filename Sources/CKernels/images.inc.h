// What graphs over pictures need beside products. Included by every level after unpack.inc.h; the level defines
// DEPTHWISE_TILE, the pixels whose sums it holds in registers at once.

static void map(float *x, long n, int kind, float a, float b) {
  switch (kind) {
  case KG_MAP_CLIP:
    for (long i = 0; i < n; i++) {
      float value = x[i] < a ? a : x[i];
      x[i] = value > b ? b : value;
    }
    break;
  case KG_MAP_HARD_SIGMOID:
    for (long i = 0; i < n; i++) {
      float value = a * x[i] + b;
      value = value < 0 ? 0 : value;
      x[i] = value > 1 ? 1 : value;
    }
    break;
  case KG_MAP_HARD_SWISH:
    for (long i = 0; i < n; i++) {
      float gate = x[i] * (1.0f / 6.0f) + 0.5f;
      gate = gate < 0 ? 0 : gate;
      x[i] *= gate > 1 ? 1 : gate;
    }
    break;
  case KG_MAP_SIGMOID:
    for (long i = 0; i < n; i++) x[i] = 1.0f / (1.0f + exponential(-x[i]));
    break;
  case KG_MAP_SILU:
    for (long i = 0; i < n; i++) x[i] /= 1.0f + exponential(-x[i]);
    break;
  case KG_MAP_GELU: gelu(x, n); break;
  case KG_MAP_TANH:
    // Near zero the quotient loses digits, and the series is short.
    for (long i = 0; i < n; i++) {
      float square = x[i] * x[i], wide = 1.0f - 2.0f / (exponential(2.0f * x[i]) + 1.0f);
      float narrow = x[i] * (1.0f + square * (-0.33333333f + square * (0.13333333f - square * 0.053968254f)));
      x[i] = square < 0.04f ? narrow : wide;
    }
    break;
  case KG_MAP_EXP:
    for (long i = 0; i < n; i++) x[i] = exponential(x[i]);
    break;
  case KG_MAP_ERF:
    for (long i = 0; i < n; i++) x[i] = error_function(x[i]);
    break;
  case KG_MAP_SQRT:
    for (long i = 0; i < n; i++) x[i] = __builtin_sqrtf(x[i]);
    break;
  case KG_MAP_AFFINE:
    for (long i = 0; i < n; i++) x[i] = a * x[i] + b;
    break;
  }
}

// A step of 0 repeats an operand's first element. `out` may be either operand.
#define PAIRS(EXPRESSION)                                                  \
  if (x_step && y_step)                                                    \
    for (long i = 0; i < n; i++) {                                         \
      float p = x[i], q = y[i];                                            \
      out[i] = EXPRESSION;                                                 \
    }                                                                      \
  else if (x_step) {                                                       \
    float q = y[0];                                                        \
    for (long i = 0; i < n; i++) {                                         \
      float p = x[i];                                                      \
      out[i] = EXPRESSION;                                                 \
    }                                                                      \
  } else {                                                                 \
    float p = x[0];                                                        \
    for (long i = 0; i < n; i++) {                                         \
      float q = y[y_step ? i : 0];                                         \
      out[i] = EXPRESSION;                                                 \
    }                                                                      \
  }                                                                        \
  break

static void pairwise(int operation, const float *x, int x_step, const float *y, int y_step, long n, float *out) {
  switch (operation) {
  case KG_PAIR_ADD: PAIRS(p + q);
  case KG_PAIR_SUBTRACT: PAIRS(p - q);
  case KG_PAIR_MULTIPLY: PAIRS(p * q);
  case KG_PAIR_DIVIDE: PAIRS(p / q);
  case KG_PAIR_LARGER: PAIRS(p > q || p != p ? p : q);
  case KG_PAIR_SMALLER: PAIRS(p < q || p != p ? p : q);
  }
}
#undef PAIRS

// Output pixels [at, at + tile) of one row, sixteen channels: kernel rows [k0, k1), kernel columns [c0, c1).
INLINE void depthwise_tile(int tile, long k0, long k1, long c0, long c1, const kg_depthwise *d, const float *x, const float *weights, vf start,
                           float *y, long valid) {
  const kg_window *w = &d->window;
  long pixel = d->channels, step = w->stride_x * pixel;
  vf sums[DEPTHWISE_TILE];
  UNROLL for (int i = 0; i < tile; i++) sums[i] = start;
  for (long ky = k0; ky < k1; ky++) {
    const float *row = x + ky * w->dilation_y * w->in_width * pixel;
    const float *at = weights + (ky * w->kernel_width + c0) * 16;
    for (long kx = c0; kx < c1; kx++, at += 16) {
      vf weight = *(const vf *)at;
      const float *from = row + kx * w->dilation_x * pixel;
      UNROLL for (int i = 0; i < tile; i++) sums[i] += weight * *(const vf_any *)(from + i * step);
    }
  }
  UNROLL for (int i = 0; i < tile; i++) store_valid(y + i * pixel, sums[i], valid);
}

// Rows [r0, r1) of the output of one picture.
static void depthwise(const kg_depthwise *d, const float *x, float *y, long r0, long r1) {
  const kg_window *w = &d->window;
  long pixel = d->channels, reach = (w->kernel_width - 1) * w->dilation_x;
  // Output columns whose whole window lies inside the picture.
  long first = (w->left + w->stride_x - 1) / w->stride_x;
  long room = w->in_width - 1 - reach + w->left;
  long last = room < 0 ? 0 : room / w->stride_x + 1;
  if (first > w->out_width) first = w->out_width;
  if (last > w->out_width) last = w->out_width;
  if (last < first) last = first;
  for (long row = r0; row < r1; row++) {
    long y0 = row * w->stride_y - w->top, k0 = 0, k1 = w->kernel_height;
    while (k0 < k1 && y0 + k0 * w->dilation_y < 0) k0++;
    while (k1 > k0 && y0 + (k1 - 1) * w->dilation_y >= w->in_height) k1--;
    float *out_row = y + row * w->out_width * pixel;
    for (long c = 0; c < pixel; c += 16) {
      long valid = pixel - c;
      const float *weights = d->weights + c * w->kernel_height * w->kernel_width;
      vf start = *(const vf *)(d->bias + c);
      // Negative rows are never read: k0 stands for the first inside.
      const float *base = x + y0 * w->in_width * pixel + c;
      float *out = out_row + c;
      long column = 0;
      while (column < w->out_width) {
        long x0 = column * w->stride_x - w->left;
        const float *from = base + x0 * pixel;
        if (column >= first && column + DEPTHWISE_TILE <= last) {
          if (w->kernel_width == 3) depthwise_tile(DEPTHWISE_TILE, k0, k1, 0, 3, d, from, weights, start, out + column * pixel, valid);
          else if (w->kernel_width == 5) depthwise_tile(DEPTHWISE_TILE, k0, k1, 0, 5, d, from, weights, start, out + column * pixel, valid);
          else depthwise_tile(DEPTHWISE_TILE, k0, k1, 0, w->kernel_width, d, from, weights, start, out + column * pixel, valid);
          column += DEPTHWISE_TILE;
          continue;
        }
        long c0 = 0, c1 = w->kernel_width;
        while (c0 < c1 && x0 + c0 * w->dilation_x < 0) c0++;
        while (c1 > c0 && x0 + (c1 - 1) * w->dilation_x >= w->in_width) c1--;
        depthwise_tile(1, k0, k1, c0, c1, d, from, weights, start, out + column * pixel, valid);
        column++;
      }
    }
    map(out_row, w->out_width * pixel, d->map, d->a, d->b);
  }
}

// out (M, N) = a (M, K) · b (K, N), rows a_stride, b_stride and out_stride floats apart: for products of two activations.
INLINE void plain_tile(int rows, const float *a, long a_stride, const float *b, long b_stride, long k, long valid, float *out, long out_stride) {
  vf sums[4];
  UNROLL for (int i = 0; i < rows; i++) sums[i] = (vf){0};
  for (long j = 0; j < k; j++, b += b_stride) {
    vf row = {0};
    if (valid >= 16) row = *(const vf_any *)b;
    else for (long l = 0; l < valid; l++) row[l] = b[l];
    UNROLL for (int i = 0; i < rows; i++) sums[i] += row * a[i * a_stride + j];
  }
  UNROLL for (int i = 0; i < rows; i++) store_valid(out + i * out_stride, sums[i], valid);
}

static void plain_product(const float *a, long a_stride, const float *b, long b_stride, long m, long k, long n, float *out, long out_stride) {
  for (long c = 0; c < n; c += 16) {
    long row = 0;
    for (; row + 4 <= m; row += 4) plain_tile(4, a + row * a_stride, a_stride, b + c, b_stride, k, n - c, out + row * out_stride + c, out_stride);
    for (; row < m; row++) plain_tile(1, a + row * a_stride, a_stride, b + c, b_stride, k, n - c, out + row * out_stride + c, out_stride);
  }
}
