// Attention of up to KG_ATTENTION_ROWS query rows over one head's keys and values, in one pass with a running
// maximum and sum (online softmax). Source: Dao et al. 2022, algorithm 1.
// Included by every level, which defines ATTENTION_TILE, load_half and store_half.

enum { KEY_CHUNK = 128, CHUNK_BLOCKS = KEY_CHUNK / KG_BLOCK_POSITIONS };

// scores[m][0 … 16·panels) = q[m]·k for `rows` query rows.
INLINE void score_tile(int rows, int panels, const float *q, int head_size, const uint16_t *keys, float *scores) {
  vf sums[ATTENTION_TILE][2];
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < panels; p++) sums[m][p] = (vf){0};
  for (int d = 0; d < head_size; d++) {
    vf k[2];
    UNROLL for (int p = 0; p < panels; p++) k[p] = load_half(keys + (p * head_size + d) * 16);
    UNROLL for (int m = 0; m < rows; m++) {
      float value = q[m * head_size + d];
      UNROLL for (int p = 0; p < panels; p++) sums[m][p] = k[p] * value + sums[m][p];
    }
  }
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < panels; p++) *(vf *)(scores + m * KEY_CHUNK + p * 16) = sums[m][p];
}

// out[m][0 … 16·vectors) += Σ probabilities[m][i] · values[i]; values[b] are those of the chunk's block b.
INLINE void value_tile(int rows, int vectors, const float *probabilities, long count, const uint16_t *const *values,
                       int head_size, int first, float *out) {
  vf sums[ATTENTION_TILE][2];
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < vectors; p++) sums[m][p] = *(const vf *)(out + m * head_size + p * 16);
  for (long start = 0; start < count; start += KG_BLOCK_POSITIONS) {
    long end = count - start < KG_BLOCK_POSITIONS ? count : start + KG_BLOCK_POSITIONS;
    const uint16_t *value = values[start / KG_BLOCK_POSITIONS] + first;
    for (long i = start; i < end; i++, value += head_size) {
      vf v[2];
      UNROLL for (int p = 0; p < vectors; p++) v[p] = load_half(value + p * 16);
      UNROLL for (int m = 0; m < rows; m++) {
        float probability = probabilities[m * KEY_CHUNK + i];
        UNROLL for (int p = 0; p < vectors; p++) sums[m][p] = v[p] * probability + sums[m][p];
      }
    }
  }
  UNROLL for (int m = 0; m < rows; m++)
    UNROLL for (int p = 0; p < vectors; p++) *(vf *)(out + m * head_size + p * 16) = sums[m][p];
}

INLINE void chunk_rows(int rows, const float *q, int head_size, const uint16_t *const *keys, long count, float *scores) {
  for (long start = 0; start < count; start += KG_BLOCK_POSITIONS, scores += KG_BLOCK_POSITIONS) {
    const uint16_t *block = keys[start / KG_BLOCK_POSITIONS];
    if (count - start > 16) score_tile(rows, 2, q, head_size, block, scores);
    else score_tile(rows, 1, q, head_size, block, scores);
  }
}

INLINE void value_rows(int rows, const float *probabilities, long count, const uint16_t *const *values, int head_size,
                       float *out) {
  int d = 0;
  for (; d + 32 <= head_size; d += 32) value_tile(rows, 2, probabilities, count, values, head_size, d, out + d);
  if (d < head_size) value_tile(rows, 1, probabilities, count, values, head_size, d, out + d);
}

#if ATTENTION_TILE == 8
#define BY_ROWS(rows, call) \
  switch (rows) {           \
  case 8: call(8); break;   \
  case 7: call(7); break;   \
  case 6: call(6); break;   \
  case 5: call(5); break;   \
  case 4: call(4); break;   \
  case 3: call(3); break;   \
  case 2: call(2); break;   \
  default: call(1); break;  \
  }
#else
#define BY_ROWS(rows, call) \
  switch (rows) {           \
  case 2: call(2); break;   \
  default: call(1); break;  \
  }
#endif

static void attend(const kg_attention *a, long m0, long m1) {
#pragma clang fp contract(fast)
  _Alignas(64) float queries[KG_ATTENTION_ROWS * KG_MAXIMUM_HEAD], out[KG_ATTENTION_ROWS * KG_MAXIMUM_HEAD];
  _Alignas(64) float scores[KG_ATTENTION_ROWS * KEY_CHUNK];
  float best[KG_ATTENTION_ROWS], sum[KG_ATTENTION_ROWS];
  long lengths[KG_ATTENTION_ROWS], longest = 0;
  int rows = (int)(m1 - m0), size = a->head_size;
  for (int m = 0; m < rows; m++) {
    long position = (m0 + m) / a->group, head = (m0 + m) % a->group;
    const float *q = a->queries + position * a->row_stride + head * size;
    for (int d = 0; d < size; d++) queries[m * size + d] = q[d] * a->scale, out[m * size + d] = 0;
    best[m] = -__builtin_inff();
    sum[m] = 0;
    lengths[m] = a->first_length + (a->causal ? position : 0);
    if (lengths[m] > longest) longest = lengths[m];
  }
  for (long start = 0; start < longest; start += KEY_CHUNK) {
    long count = longest - start < KEY_CHUNK ? longest - start : KEY_CHUNK;
    const uint16_t *keys[CHUNK_BLOCKS], *values[CHUNK_BLOCKS];
    for (long b = 0; b * KG_BLOCK_POSITIONS < count; b++) {
      keys[b] = a->store + a->blocks[start / KG_BLOCK_POSITIONS + b] * a->block_stride;
      values[b] = keys[b] + KG_BLOCK_POSITIONS * size;
    }
    for (int m = 0; m < rows; m += ATTENTION_TILE) {
      int tile = rows - m < ATTENTION_TILE ? rows - m : ATTENTION_TILE;
#define SCORES(R) chunk_rows(R, queries + m * size, size, keys, count, scores + m * KEY_CHUNK)
      BY_ROWS(tile, SCORES)
    }
    for (int m = 0; m < rows; m++) {
      long seen = lengths[m] - start;
      seen = seen < 0 ? 0 : seen > count ? count : seen;
      float *row = scores + m * KEY_CHUNK;
      if (seen > 0) {
        float top = greatest(row, seen);
        top = top > best[m] ? top : best[m];
        if (top > best[m]) {
          float shrink = best[m] == -__builtin_inff() ? 0.0f : exponential(best[m] - top);
          sum[m] *= shrink;
          for (int d = 0; d < size; d++) out[m * size + d] *= shrink;
          best[m] = top;
        }
        float part = 0;
        {
#pragma clang fp reassociate(on)
          for (long i = 0; i < seen; i++) row[i] = exponential(row[i] - top);
          for (long i = 0; i < seen; i++) part += row[i];
        }
        sum[m] += part;
      }
      for (long i = seen; i < count; i++) row[i] = 0;
    }
    for (int m = 0; m < rows; m += ATTENTION_TILE) {
      int tile = rows - m < ATTENTION_TILE ? rows - m : ATTENTION_TILE;
#define VALUES(R) value_rows(R, scores + m * KEY_CHUNK, count, values, size, out + m * size)
      BY_ROWS(tile, VALUES)
    }
  }
  for (int m = 0; m < rows; m++) {
    long position = (m0 + m) / a->group, head = (m0 + m) % a->group;
    float *y = a->out + position * a->row_stride + head * size;
    float scale = sum[m] > 0 ? 1.0f / sum[m] : 0.0f;
    for (int d = 0; d < size; d++) y[d] = out[m * size + d] * scale;
  }
}

static void store_key(const float *key, int head_size, uint16_t *block, long place) {
  uint16_t *at = block + (place / 16) * 16 * head_size + place % 16;
  for (int d = 0; d < head_size; d += 16) {
    uint16_t halves[16];
    store_half(halves, *(const vf_any *)(key + d));
    for (int i = 0; i < 16; i++) at[(d + i) * 16] = halves[i];
  }
}

static void store_value(const float *value, int head_size, uint16_t *block, long place) {
  uint16_t *at = block + (KG_BLOCK_POSITIONS + place) * head_size;
  for (int d = 0; d < head_size; d += 16) store_half(at + d, *(const vf_any *)(value + d));
}
