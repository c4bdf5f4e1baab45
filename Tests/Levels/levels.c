// Holds every level of kernels that this machine runs against the portable one: products of all types, quantising,
// attention, what goes row by row. Needs the C sources alone, so that it can be built for another architecture and run
// by an emulator. Prints one line a level; the exit status is 1 when something differs by more than rounding.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

static const kg_kernels *reference, *level;
static long checks, faults;
static uint64_t state = 88172645463325252u;

static uint32_t bits(void) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (uint32_t)(state >> 20);
}
static float number(void) { return (float)(bits() & 0xffff) / 32768.0f - 1.0f; }
static void *room(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
  if (!memory) exit(2);
  memset(memory, 0, (bytes + 127) / 64 * 64);
  return memory;
}
static float *numbers(long count) {
  float *values = room((size_t)count * 4);
  for (long i = 0; i < count; i++) values[i] = number();
  return values;
}

// Differences count relative to the largest expected value, or to `largest` where that is more; returns which it was.
static float compare_beside(const char *what, const float *expected, const float *actual, long count, float tolerance, float largest) {
  float worst = 0;
  for (long i = 0; i < count; i++) {
    float difference = fabsf(expected[i] - actual[i]);
    if (fabsf(expected[i]) > largest) largest = fabsf(expected[i]);
    if (!(difference <= worst)) worst = difference;
  }
  checks++;
  if (!(worst <= tolerance * largest)) faults++, printf("  %s: off by %g of %g\n", what, worst, largest);
  return largest;
}
static void compare(const char *what, const float *expected, const float *actual, long count, float tolerance) {
  compare_beside(what, expected, actual, count, tolerance, 1e-9f);
}
static void equal(const char *what, const void *expected, const void *actual, size_t bytes) {
  checks++;
  if (memcmp(expected, actual, bytes)) faults++, printf("  %s: other bits\n", what);
}

static kg_quantized image(const kg_kernels *kernels, const float *x, long rows, long columns, const float *channels) {
  long stride = (columns + 63) / 64 * 64, blocks = stride / 32;
  kg_quantized out = {room((size_t)(rows * stride)), room((size_t)(rows * blocks) * 4), room((size_t)(rows * blocks) * 4),
                      room((size_t)(rows * blocks) * 8), stride, blocks,
                      kernels->biased_from > 0 && rows >= kernels->biased_from, channels};
  for (long t = 0; t < rows; t++) kernels->quantize(x + t * columns, columns, &out, t);
  return out;
}
static void drop(kg_quantized image) { free(image.values), free(image.scales), free(image.sums), free(image.halves); }

// Whether products of bfloat16 weights round their input too.
static int rounding;

static void product(const kg_kernels *kernels, kg_matrix weights, const float *x, long rows, const float *bias, int gelu, float *y) {
  kg_quantized input = image(kernels, x, rows, weights.columns, NULL);
  long stride = (weights.columns + 1) / 2 * 2;
  uint16_t *pairs = room((size_t)(rows * stride) * 2);
  for (long t = 0; t < rows; t++) kernels->round_row(x + t * weights.columns, weights.columns, pairs + t * stride);
  kg_product call = {weights, input, x, weights.columns, rounding ? pairs : NULL, stride, y, weights.rows, bias, 0, gelu};
  kernels->product(&call, 0, (weights.rows + 15) / 16, 0, rows);
  drop(input), free(pairs);
}

static void products(int type, long rows, long columns) {
  size_t elements = kg_block_elements(type), bytes = kg_block_bytes(type), size = (size_t)(rows * columns) / elements * bytes;
  uint8_t *file = room(size);
  for (size_t i = 0; i < size; i++) file[i] = (uint8_t)bits();
  for (size_t at = 0; at < size; at += bytes) {  // modest scales where the type keeps them
    uint16_t scale = 0x2400 + (bits() & 0x3ff);
    if (type == KG_TYPE_F32) { float value = number(); memcpy(file + at, &value, 4); }
    else if (type == KG_TYPE_F16) memcpy(file + at, &scale, 2);
    else if (type == KG_TYPE_BF16) { scale = 0x3d00 + (bits() & 0xff); memcpy(file + at, &scale, 2); }
    else memcpy(file + at + (type == KG_TYPE_Q6_K ? 208 : 0), &scale, 2);
    if (type == KG_TYPE_Q4_1 || type == KG_TYPE_Q5_1 || type == KG_TYPE_Q4_K || type == KG_TYPE_Q5_K) memcpy(file + at + 2, &scale, 2);
  }
  long panels = (rows + 15) / 16;
  size_t each = kg_panel_bytes(type, columns);
  uint8_t *packed = room(each * (size_t)panels);
  for (long p = 0; p < panels; p++) kg_pack_panel(type, file, rows, columns, p, packed + (size_t)p * each);
  kg_matrix weights = {packed, rows, columns, type};
  float *bias = numbers(rows);
  for (long t = 1; t <= 19; t += 6) {
    float *x = numbers(t * columns), *expected = room((size_t)(t * rows) * 4), *actual = room((size_t)(t * rows) * 4);
    char what[64];
    snprintf(what, sizeof what, "product of type %d, %ld by %ld, %ld rows", type, rows, columns, t);
    float sums = 1e-9f;  // GELU may turn them into much less; its error is theirs
    for (int gelu = 0; gelu < 2; gelu++) {
      product(reference, weights, x, t, bias, gelu, expected);
      product(level, weights, x, t, bias, gelu, actual);
      sums = compare_beside(what, expected, actual, t * rows, 4e-6f, sums);
    }
    product(level, weights, x, t, bias, 1, actual);
    float *alone = room((size_t)rows * 4);
    product(level, weights, x + (t - 1) * columns, 1, bias, 1, alone);
    equal("a row alone", actual + (t - 1) * rows, alone, (size_t)rows * 4);
    free(x), free(expected), free(actual), free(alone);
  }
  free(file), free(packed), free(bias);
}

static void quantising(long columns) {
  float *x = numbers(3 * columns), *channels = numbers(columns);
  for (int scaled = 0; scaled < 2; scaled++) {
    // One row is never biased, so the bytes can be compared.
    kg_quantized expected = image(reference, x, 1, columns, scaled ? channels : NULL);
    kg_quantized actual = image(level, x, 1, columns, scaled ? channels : NULL);
    equal("bytes", expected.values, actual.values, (size_t)expected.stride);
    equal("scales", expected.scales, actual.scales, (size_t)expected.blocks * 4);
    equal("sums of halves", expected.halves, actual.halves, (size_t)expected.blocks * 8);
    drop(expected), drop(actual);
  }
  free(x), free(channels);
}

static void attention(int size, long positions) {
  long stride = 2 * size, block = 2 * KG_BLOCK_POSITIONS * size, count = (positions + KG_BLOCK_POSITIONS - 1) / KG_BLOCK_POSITIONS;
  int32_t *blocks = room((size_t)count * 4);
  for (long i = 0; i < count; i++) blocks[i] = (int32_t)(count - 1 - i);  // anywhere in the store
  float *q = numbers(positions * stride), *k = numbers(positions * stride), *v = numbers(positions * stride);
  float *out[2];
  for (int l = 0; l < 2; l++) {
    const kg_kernels *kernels = l ? level : reference;
    uint16_t *store = room((size_t)(count * block) * 2);
    for (long t = 0; t < positions; t++) {
      uint16_t *at = store + blocks[t / KG_BLOCK_POSITIONS] * block;
      kernels->store_key(k + t * stride, size, at, t % KG_BLOCK_POSITIONS);
      kernels->store_value(v + t * stride, size, at, t % KG_BLOCK_POSITIONS);
    }
    out[l] = room((size_t)(positions * stride) * 8);
    for (long m = 0; m < positions * 2; m += KG_ATTENTION_ROWS) {
      kg_attention call = {q, out[l], stride, 2, size, 0.2f, store, blocks, block, 1, 1};
      kernels->attend(&call, m, m + KG_ATTENTION_ROWS < positions * 2 ? m + KG_ATTENTION_ROWS : positions * 2);
    }
    if (size <= KG_SHORT_HEAD) {
      float *rest = out[l] + positions * stride;
      for (int h = 0; h < 2; h++) {
        kg_sequence call = {q + h * size, k + h * size, v + h * size, rest + h * size, stride, positions, size, 0.2f};
        kernels->attend_sequence(&call);
      }
    }
    free(store);
  }
  compare("attention", out[0], out[1], 2 * positions * stride, 2e-6f);
  free(q), free(k), free(v), free(out[0]), free(out[1]), free(blocks);
}

static void rows(long n) {
  float *x = numbers(n), *r = numbers(n), *w = numbers(n), *b = numbers(n), *y[2] = {room((size_t)n * 4), room((size_t)n * 4)};
  const kg_kernels *both[2] = {reference, level};
#define HOLD(what, tolerance, call)                              \
  for (int l = 0; l < 2; l++) { const kg_kernels *f = both[l]; float *out = y[l]; call; } \
  compare(what, y[0], y[1], n, tolerance)
  HOLD("rms_norm", 4e-6f, f->rms_norm(x, w, 1e-5f, n, out));
  HOLD("layer_norm", 4e-6f, f->layer_norm(x, r, w, b, 1e-5f, n, out));
  HOLD("swiglu", 4e-6f, f->swiglu(x, r, n, out));
  HOLD("gelu", 4e-6f, (memcpy(out, x, (size_t)n * 4), f->gelu(out, n)));
  HOLD("softmax", 4e-6f, (memcpy(out, x, (size_t)n * 4), f->softmax(out, n)));
  HOLD("add", 0, (memcpy(out, x, (size_t)n * 4), f->add(r, n, out)));
  HOLD("dot", 4e-6f, (memset(out, 0, (size_t)n * 4), out[0] = f->dot(x, r, n)));
  HOLD("largest", 0, (memset(out, 0, (size_t)n * 4), out[0] = (float)f->largest(x, n)));
  for (int halves = 0; halves < 2 && n % 4 == 0; halves++) {
    HOLD("rotate", 4e-6f, (memcpy(out, x, (size_t)n * 4), f->rotate(out, w, b, 2, n / 2, halves)));
  }
  int8_t *bytes = room((size_t)n * 6);
  for (long i = 0; i < n * 6; i++) bytes[i] = (int8_t)((int)(bits() % 255) - 127);
  int32_t sums[2][5];
  for (int l = 0; l < 2; l++) both[l]->scores(bytes, bytes + n, 5, n, sums[l]);
  equal("scores", sums[0], sums[1], sizeof sums[0]);
  free(x), free(r), free(w), free(b), free(y[0]), free(y[1]), free(bytes);
}

#if defined(__x86_64__)
extern const kg_kernels kg_kernels_avx512;  // what a CPU without bfloat16 gets
#endif

int main(void) {
  static const char *names[KG_LEVEL_COUNT + 1] = {"portable", "neon", "avx2", "avxvnni", "avx512", "avx512 without bfloat16"};
  long all = 0;
  reference = kg_kernels_for(KG_LEVEL_PORTABLE);
  for (int number = 0; number <= KG_LEVEL_COUNT; number++) {
    level = number < KG_LEVEL_COUNT ? kg_kernels_for(number) : NULL;
#if defined(__x86_64__)
    if (number == KG_LEVEL_COUNT && kg_level_available(KG_LEVEL_AVX512)) level = &kg_kernels_avx512;
#endif
    if (number == KG_LEVEL_PORTABLE || !level) continue;
    checks = faults = 0;
    for (int type = 0; type < KG_TYPE_COUNT; type++) {
      long block = (long)kg_block_elements(type);
      for (rounding = 0; rounding <= (type == KG_TYPE_BF16); rounding++)
        products(type, 37, block == 1 ? 51 : 3 * block), products(type, 64, block == 1 ? 96 : 18 * block), products(type, 1, block);
    }
    long widths[] = {32, 100, 896, 1000};
    for (int i = 0; i < 4; i++) quantising(widths[i]), rows(widths[i]);
    for (int size = 16; size <= 128; size *= 2) attention(size, 5), attention(size, 37), attention(size, 144);
    printf("%s: %ld of %ld checks hold\n", names[number], checks - faults, checks);
    all += faults;
  }
  return all != 0;
}
