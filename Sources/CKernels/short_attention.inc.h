// Attention within one sequence: keys are transposed into sixteen positions a register once, then tiles of query
// rows score all of them. Everything stays in the first two cache levels, and nothing is rounded to float16. Short
// sequences keep their keys on the stack; long ones are given memory for them and are shared among threads by rows.
// Included by every level after elementwise.inc.h; the level defines ATTENTION_TILE.
#include "exponential.h"
#include "transpose.h"

INLINE vi lane_number(void) { return (vi){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }

// The other half of the lanes, then of each half, and so on.
#define FOLD(x, OP)                                                                                           \
  x = OP(x, __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));              \
  x = OP(x, __builtin_shufflevector(x, x, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));              \
  x = OP(x, __builtin_shufflevector(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));              \
  x = OP(x, __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14))
INLINE vf larger(vf a, vf b) { return select_greater(a, b, a, b); }
INLINE vf plus(vf a, vf b) { return a + b; }
// The largest lane, in every lane.
INLINE vf lane_maximum(vf x) {
  FOLD(x, larger);
  return x;
}
INLINE float lane_sum(vf x) {
  FOLD(x, plus);
  return x[0];
}
#undef FOLD

// scores[m][0 … 16·panels) = q[m]·k for `rows` query rows.
INLINE void short_scores(int rows, int panels, const kg_sequence *s, long row, const float *keys, float *scores, long width) {
  int size = s->head_size;
  const float *q = s->queries + row * s->row_stride;
  vf sums[ATTENTION_TILE][2];
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < panels; p++) sums[m][p] = (vf){0};
  for (int d = 0; d < size; d++) {
    vf k[2];
    UNROLL for (int p = 0; p < panels; p++) k[p] = *(const vf *)(keys + (p * size + d) * 16);
    UNROLL for (int m = 0; m < rows; m++) {
      float value = q[m * s->row_stride + d];
      UNROLL for (int p = 0; p < panels; p++) sums[m][p] = k[p] * value + sums[m][p];
    }
  }
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < panels; p++) *(vf *)(scores + m * width + p * 16) = sums[m][p] * s->scale;
}

// out[m][0 … 16·vectors) = Σ weights[m][i] · values[i] · inverse[m].
INLINE void short_values(int rows, int vectors, const kg_sequence *s, long row, int d, const float *weights,
                         long width, const float *inverse) {
  const float *values = s->values + d;
  vf sums[ATTENTION_TILE][2];
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < vectors; p++) sums[m][p] = (vf){0};
  for (long i = 0; i < s->positions; i++, values += s->row_stride) {
    vf v[2];
    UNROLL for (int p = 0; p < vectors; p++) v[p] = *(const vf_any *)(values + p * 16);
    UNROLL for (int m = 0; m < rows; m++) {
      float value = weights[m * width + i];
      UNROLL for (int p = 0; p < vectors; p++) sums[m][p] = v[p] * value + sums[m][p];
    }
  }
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < vectors; p++)
      *(vf_any *)(s->out + (row + m) * s->row_stride + d + p * 16) = sums[m][p] * inverse[m];
}

// `width` floats lie between two rows of scores: the positions, rounded up to sixteen, at least.
INLINE void short_rows(int rows, const kg_sequence *s, long row, const float *keys, float *scores, long width) {
#pragma clang fp contract(fast)
  long panels = (s->positions + 15) / 16, tail = s->positions - (panels - 1) * 16, p = 0;
  float inverse[ATTENTION_TILE];
  for (; p + 2 <= panels; p += 2) short_scores(rows, 2, s, row, keys + p * 16 * s->head_size, scores + p * 16, width);
  if (p < panels) short_scores(rows, 1, s, row, keys + p * 16 * s->head_size, scores + p * 16, width);
  UNROLL for (int m = 0; m < rows; m++) {
    vf *at = (vf *)(scores + m * width);
    // Places past the last position get a score far below all others: their exponential is next to nothing, and no
    // value of theirs is read.
    vi seen = lane_number() < (int32_t)tail;
    at[panels - 1] = (vf)(((vi)at[panels - 1] & seen) | ((vi)((vf){0} - 1e30f) & ~seen));
    vf top = at[0], sum = {0};
    for (long i = 1; i < panels; i++) top = larger(top, at[i]);
    top = lane_maximum(top);
    for (long i = 0; i < panels; i++) sum += at[i] = exponentials_of(at[i] - top);
    inverse[m] = 1.0f / lane_sum(sum);
  }
  int d = 0;
  for (; d + 32 <= s->head_size; d += 32) short_values(rows, 2, s, row, d, scores, width, inverse);
  if (d < s->head_size) short_values(rows, 1, s, row, d, scores, width, inverse);
}

// Sixteen positions a step from `first` on; places past the last position are zero.
static void transpose_keys(const kg_sequence *s, float *keys, long first, long last) {
  int size = s->head_size;
  for (; first < last; first += 16) {
    long valid = s->positions - first < 16 ? s->positions - first : 16;
    for (int d = 0; d < size; d += 16) {
      vf rows[16];
      UNROLL for (int i = 0; i < 16; i++)
        rows[i] = i < valid ? *(const vf_any *)(s->keys + (first + i) * s->row_stride + d) : (vf){0};
      transpose_16(rows);
      UNROLL for (int i = 0; i < 16; i++) *(vf *)(keys + (first * size) + (d + i) * 16) = rows[i];
    }
  }
}

INLINE void sequence_rows(const kg_sequence *s, const float *keys, float *scores, long width, long row, long last) {
  for (; row + ATTENTION_TILE <= last; row += ATTENTION_TILE) short_rows(ATTENTION_TILE, s, row, keys, scores, width);
#define LAST(R) if (row < last) short_rows(R, s, row, keys, scores, width)
  BY_ROWS((int)(last - row), LAST)
#undef LAST
}

static void attend_sequence(const kg_sequence *s) {
  _Alignas(64) float keys[KG_SHORT_POSITIONS * KG_SHORT_HEAD], scores[ATTENTION_TILE * KG_SHORT_POSITIONS];
  transpose_keys(s, keys, 0, s->positions);
  sequence_rows(s, keys, scores, KG_SHORT_POSITIONS, 0, s->positions);
}

static void attend_long(const kg_sequence *s, const float *keys, long r0, long r1) {
  _Alignas(64) float scores[ATTENTION_TILE * KG_LONG_POSITIONS];
  sequence_rows(s, keys, scores, (s->positions + 15) / 16 * 16, r0, r1);
}
