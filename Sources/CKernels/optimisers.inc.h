// One step of an optimiser on the elements of a row. Included by embedding.inc.h.

// One step for the elements [k, k + 16) or, at the end, for the rest of them by way of a padded copy.
INLINE void adagrad_lanes(float *x, float *state, const float *gradient, float rate, float epsilon) {
  vf g = *(const vf_any *)gradient, s = *(const vf_any *)state + g * g;
  *(vf_any *)state = s;
  *(vf_any *)x -= rate * g / (square_roots(s) + epsilon);
}

static void adagrad(float *x, float *state, const float *gradient, long n, float rate, float epsilon) {
  long k = 0;
  for (; k + 16 <= n; k += 16) adagrad_lanes(x + k, state + k, gradient + k, rate, epsilon);
  if (k < n) {
    float padded[3][16] = {{0}};
    size_t bytes = (size_t)(n - k) * sizeof(float);
    memcpy(padded[0], x + k, bytes), memcpy(padded[1], state + k, bytes), memcpy(padded[2], gradient + k, bytes);
    adagrad_lanes(padded[0], padded[1], padded[2], rate, epsilon);
    memcpy(x + k, padded[0], bytes), memcpy(state + k, padded[1], bytes);
  }
}

INLINE void adagrad_pair_lanes(float *x, float *y, float *state, const float *g, const float *h, float rate, float epsilon) {
  vf u = *(const vf_any *)g, v = *(const vf_any *)h, s = *(const vf_any *)state + 0.5f * (u * u + v * v);
  *(vf_any *)state = s;
  vf scale = rate / (square_roots(s) + epsilon);
  *(vf_any *)x -= scale * u;
  *(vf_any *)y -= scale * v;
}

static void adagrad_pairs(float *x, float *state, const float *gradient, long half, float rate, float epsilon) {
  long k = 0;
  for (; k + 16 <= half; k += 16)
    adagrad_pair_lanes(x + k, x + half + k, state + k, gradient + k, gradient + half + k, rate, epsilon);
  if (k < half) {
    float padded[5][16] = {{0}};
    size_t bytes = (size_t)(half - k) * sizeof(float);
    memcpy(padded[0], x + k, bytes), memcpy(padded[1], x + half + k, bytes), memcpy(padded[2], state + k, bytes);
    memcpy(padded[3], gradient + k, bytes), memcpy(padded[4], gradient + half + k, bytes);
    adagrad_pair_lanes(padded[0], padded[1], padded[2], padded[3], padded[4], rate, epsilon);
    memcpy(x + k, padded[0], bytes), memcpy(x + half + k, padded[1], bytes), memcpy(state + k, padded[2], bytes);
  }
}

INLINE void adamw_lanes(float *x, float *first, float *second, const float *gradient, const kg_adamw *w) {
  vf g = *(const vf_any *)gradient;
  vf m = w->beta1 * *(const vf_any *)first + (1 - w->beta1) * g;
  vf v = w->beta2 * *(const vf_any *)second + (1 - w->beta2) * g * g;
  *(vf_any *)first = m;
  *(vf_any *)second = v;
  vf old = *(const vf_any *)x;
  *(vf_any *)x = old - w->rate * (m * w->correction1 / (square_roots(v * w->correction2) + w->epsilon) + w->decay * old);
}

static void adamw(float *x, float *first, float *second, const float *gradient, long n, const kg_adamw *settings) {
  long k = 0;
  for (; k + 16 <= n; k += 16) adamw_lanes(x + k, first + k, second + k, gradient + k, settings);
  if (k < n) {
    float padded[4][16] = {{0}};
    size_t bytes = (size_t)(n - k) * sizeof(float);
    memcpy(padded[0], x + k, bytes), memcpy(padded[1], first + k, bytes), memcpy(padded[2], second + k, bytes);
    memcpy(padded[3], gradient + k, bytes);
    adamw_lanes(padded[0], padded[1], padded[2], padded[3], settings);
    memcpy(x + k, padded[0], bytes), memcpy(first + k, padded[1], bytes), memcpy(second + k, padded[2], bytes);
  }
}
