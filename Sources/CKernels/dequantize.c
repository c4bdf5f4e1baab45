// Block layouts of GGUF tensors, decoded to float: the reference that every packed layout is tested against.
// Layouts after the public GGUF / ggml block descriptions: a block's scale is float16, low bits come first.
#include "CKernels.h"
#include "halffloat.h"

static const struct {
  uint16_t elements, bytes;
} BLOCKS[KG_TYPE_COUNT] = {
    [KG_TYPE_F32] = {1, 4},   [KG_TYPE_F16] = {1, 2},    [KG_TYPE_BF16] = {1, 2},   [KG_TYPE_Q4_0] = {32, 18},
    [KG_TYPE_Q4_1] = {32, 20}, [KG_TYPE_Q5_0] = {32, 22},  [KG_TYPE_Q5_1] = {32, 24},  [KG_TYPE_Q8_0] = {32, 34},
    [KG_TYPE_Q4_K] = {256, 144}, [KG_TYPE_Q5_K] = {256, 176}, [KG_TYPE_Q6_K] = {256, 210},
};

size_t kg_block_elements(int type) { return type >= 0 && type < KG_TYPE_COUNT ? BLOCKS[type].elements : 0; }
size_t kg_block_bytes(int type) { return type >= 0 && type < KG_TYPE_COUNT ? BLOCKS[type].bytes : 0; }

// The 6-bit scale and minimum of sub-block j (0 … 7) from the 12 packed bytes of Q4_K and Q5_K.
static inline void scale_min_k(const uint8_t *packed, int j, int *scale, int *minimum) {
  if (j < 4) {
    *scale = packed[j] & 63;
    *minimum = packed[j + 4] & 63;
  } else {
    *scale = (packed[j + 4] & 15) | ((packed[j - 4] >> 6) << 4);
    *minimum = (packed[j + 4] >> 4) | ((packed[j] >> 6) << 4);
  }
}

static void block_q4(const uint8_t *b, int has_minimum, float *out) {
  float d = kg_load_half(b), m = has_minimum ? kg_load_half(b + 2) : -8 * d;
  const uint8_t *q = b + (has_minimum ? 4 : 2);
  for (int i = 0; i < 16; i++) {
    out[i] = d * (float)(q[i] & 15) + m;
    out[i + 16] = d * (float)(q[i] >> 4) + m;
  }
}

static void block_q5(const uint8_t *b, int has_minimum, float *out) {
  float d = kg_load_half(b), m = has_minimum ? kg_load_half(b + 2) : -16 * d;
  const uint8_t *high = b + (has_minimum ? 4 : 2), *q = high + 4;
  for (int i = 0; i < 16; i++) {
    int h0 = (high[i / 8] >> (i % 8)) & 1, h1 = (high[2 + i / 8] >> (i % 8)) & 1;
    out[i] = d * (float)((q[i] & 15) | h0 << 4) + m;
    out[i + 16] = d * (float)((q[i] >> 4) | h1 << 4) + m;
  }
}

static void block_q8_0(const uint8_t *b, float *out) {
  float d = kg_load_half(b);
  for (int i = 0; i < 32; i++) out[i] = d * (float)(int8_t)b[2 + i];
}

static void block_k(const uint8_t *b, int five, float *out) {
  float d = kg_load_half(b), dmin = kg_load_half(b + 2);
  const uint8_t *packed = b + 4, *high = b + 16, *q = five ? b + 48 : b + 16;
  for (int j = 0; j < 8; j++) {
    int scale, minimum;
    scale_min_k(packed, j, &scale, &minimum);
    float ds = d * (float)scale, dm = dmin * (float)minimum;
    for (int i = 0; i < 32; i++) {
      int v = q[(j / 2) * 32 + i];
      v = (j & 1) ? v >> 4 : v & 15;
      if (five) v |= ((high[i] >> j) & 1) << 4;
      out[j * 32 + i] = ds * (float)v - dm;
    }
  }
}

static void block_q6_k(const uint8_t *b, float *out) {
  float d = kg_load_half(b + 208);
  const int8_t *scales = (const int8_t *)b + 192;
  for (int i = 0; i < 256; i++) {
    int half = i / 128, quarter = (i % 128) / 32, l = i % 32;
    int low = b[half * 64 + (quarter & 1) * 32 + l];
    low = quarter < 2 ? low & 15 : low >> 4;
    int high = (b[128 + half * 32 + l] >> (2 * quarter)) & 3;
    out[i] = d * (float)scales[i / 16] * (float)((low | high << 4) - 32);
  }
}

void kg_dequantize(int type, const void *bytes, size_t count, float *out) {
  const uint8_t *b = bytes;
  size_t step = kg_block_elements(type), size = kg_block_bytes(type);
  if (!step) return;
  for (size_t at = 0; at + step <= count; at += step, b += size, out += step) {
    switch (type) {
    case KG_TYPE_F32: memcpy(out, b, 4); break;
    case KG_TYPE_F16: *out = kg_load_half(b); break;
    case KG_TYPE_BF16: *out = kg_load_bfloat(b); break;
    case KG_TYPE_Q4_0: block_q4(b, 0, out); break;
    case KG_TYPE_Q4_1: block_q4(b, 1, out); break;
    case KG_TYPE_Q5_0: block_q5(b, 0, out); break;
    case KG_TYPE_Q5_1: block_q5(b, 1, out); break;
    case KG_TYPE_Q8_0: block_q8_0(b, out); break;
    case KG_TYPE_Q4_K: block_k(b, 0, out); break;
    case KG_TYPE_Q5_K: block_k(b, 1, out); break;
    case KG_TYPE_Q6_K: block_q6_k(b, out); break;
    }
  }
}
