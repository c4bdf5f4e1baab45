// The hot inner loops, as one table of functions for each instruction set.
//
// kg_kernels_for(level) gives the table of a level, or NULL where this CPU or its operating system lacks it. Every
// function of a table may be called from any thread; none allocates, none keeps state.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Instruction sets, from the one every machine has to the widest.
enum {
  KG_LEVEL_PORTABLE = 0,
  KG_LEVEL_NEON = 1,  // arm64 with the byte dot product
  KG_LEVEL_AVX2 = 2,
  KG_LEVEL_AVXVNNI = 3,
  KG_LEVEL_AVX512 = 4,
  KG_LEVEL_COUNT = 5,
};

// Whether this CPU and its operating system can run a level.
int kg_level_available(int level);

// Element types of matrices. The numbers are the project's own, not those of any file format.
enum {
  KG_TYPE_F32 = 0,
  KG_TYPE_F16 = 1,
  KG_TYPE_BF16 = 2,
  KG_TYPE_Q4_0 = 3,
  KG_TYPE_Q4_1 = 4,
  KG_TYPE_Q5_0 = 5,
  KG_TYPE_Q5_1 = 6,
  KG_TYPE_Q8_0 = 7,
  KG_TYPE_Q4_K = 8,
  KG_TYPE_Q5_K = 9,
  KG_TYPE_Q6_K = 10,
  KG_TYPE_COUNT = 11,
};

// Elements and bytes of one block of a type.
size_t kg_block_elements(int type);
size_t kg_block_bytes(int type);

// Writes the float values of `count` elements (a multiple of the type's block) stored as the file has them.
void kg_dequantize(int type, const void *bytes, size_t count, float *out);

// A matrix (N, K) of weights in panels of 16 rows; panel.h describes the layout. The panels belong to the caller.
typedef struct {
  const uint8_t *panels;
  long rows, columns;
  int type;
} kg_matrix;

enum { KG_PANEL_ROWS = 16 };

// Bytes of one panel of a type with `columns` columns, a multiple of 64.
size_t kg_panel_bytes(int type, long columns);
// Packs the panel of rows panel·16 … from `file`, which holds all rows of the matrix as the file stores them.
// Rows past the last are zero. Writes all of `out`, kg_panel_bytes long.
void kg_pack_panel(int type, const void *file, long rows, long columns, long panel, uint8_t *out);
// Writes the float values of one row of a packed matrix.
void kg_panel_row(const kg_matrix *matrix, long row, float *out);

// Rows of activations, quantised to 8 bits in blocks of 32.
typedef struct {
  int8_t *values;   // (T, stride); offset by 128 (unsigned) when the level asks for it
  float *scales;    // (T, blocks): value = scale · int8
  float *sums;      // (T, blocks): scale · Σ int8, for a weight block's minimum; NULL where no product reads them
  int32_t *halves;  // (T, 2·blocks): Σ int8 of each 16, for a weight block's offset; NULL together with `sums`
  long stride;      // columns rounded up to 64
  long blocks;      // stride / 32
  int biased;       // whether values are offset by 128
  const float *channels;  // (K) or NULL: what each column is multiplied by before it is rounded
} kg_quantized;

// One product y (T, N) = x (T, K) · Wᵀ + bias; `y` is added to instead of overwritten where `accumulate` is not 0.
typedef struct {
  kg_matrix weights;
  kg_quantized input;   // for quantised weights
  const float *x;       // for float weights: (T, x_stride)
  long x_stride;
  const uint16_t *pairs;  // for bfloat16 weights, or NULL: x rounded to bfloat16 (T, pairs_stride), its last pair filled up
  long pairs_stride;      // even
  float *y;             // (T, y_stride)
  long y_stride;
  const float *bias;    // (N) or NULL
  int accumulate;
  int gelu;             // whether x · Φ(x) of the result is stored instead
} kg_product;

// Queries against the cached keys and values of one head.
//
// Positions lie in blocks of KG_BLOCK_POSITIONS: keys as float16 (KG_BLOCK_POSITIONS / 16, D, 16), so that sixteen
// positions are scored at once, then values (KG_BLOCK_POSITIONS, D). Block i of the text is `blocks[i]` of the store.
typedef struct {
  const float *queries;    // first element of this head group's first query
  float *out;
  long row_stride;         // floats from one position to the next, of queries and out
  int group;               // query heads that share the head
  int head_size;           // D, a multiple of 16 and at most KG_MAXIMUM_HEAD
  float scale;
  const uint16_t *store;   // this head's keys in the store's block 0
  const int32_t *blocks;
  long block_stride;       // elements from one block of the store to the next
  long first_length;       // keys that the first position sees
  int causal;              // whether each following position sees one more
} kg_attention;

enum { KG_ATTENTION_ROWS = 16, KG_MAXIMUM_HEAD = 256, KG_BLOCK_POSITIONS = 32 };

// One head of one sequence, every position seeing all of them: no cache is filled, floats are read in place.
typedef struct {
  const float *queries, *keys, *values;  // first element of the head at the first position
  float *out;
  long row_stride;                       // floats from one position to the next, of all four
  long positions;                        // at most KG_SHORT_POSITIONS, or KG_LONG_POSITIONS with attend_long
  int head_size;                         // a multiple of 16 and at most KG_SHORT_HEAD
  float scale;
} kg_sequence;

enum { KG_SHORT_POSITIONS = 512, KG_SHORT_HEAD = 64, KG_LONG_POSITIONS = 2048 };

#include "images.h"

// One level's kernels. Lengths are elements; pointers need no alignment unless said.
typedef struct {
  // Products of T rows from this count on take their activations offset by 128.
  int biased_from;
  // Whether products of unbiased rows with eight-bit weights read the sums of the activations.
  int byte_sums;
  // Whether products of rounded pairs are faster than those of floats: the CPU has an instruction for them.
  int fast_pairs;
  // Rows [t0, t1) of the product with panels [p0, p1).
  void (*product)(const kg_product *product, long p0, long p1, long t0, long t1);
  // Quantises row t of x, filling to the stride.
  void (*quantize)(const float *x, long columns, const kg_quantized *out, long t);
  // Rounds to bfloat16, to nearest even, and fills an odd last pair with 0.
  void (*round_row)(const float *x, long columns, uint16_t *out);
  // Query rows [m0, m1) of a head group, at most KG_ATTENTION_ROWS; row m is position m / group, head m % group.
  void (*attend)(const kg_attention *attention, long m0, long m1);
  void (*attend_sequence)(const kg_sequence *sequence);
  // The same for a long sequence: first its keys from position `first` (a multiple of 16) to `last` into `keys`, which
  // holds (positions rounded up to 16)·head_size floats, aligned to 64 bytes; once all are there, query rows [r0, r1).
  void (*transpose_keys)(const kg_sequence *sequence, float *keys, long first, long last);
  void (*attend_long)(const kg_sequence *sequence, const float *keys, long r0, long r1);
  // Stores one head's key and value as float16 at a place of the block whose keys begin at `block`.
  void (*store_key)(const float *key, int head_size, uint16_t *block, long place);
  void (*store_value)(const float *value, int head_size, uint16_t *block, long place);
  float (*dot)(const float *a, const float *b, long n);
  void (*scores)(const int8_t *query, const int8_t *rows, long count, long columns, int32_t *out);
  long (*largest)(const float *x, long n);
  void (*rms_norm)(const float *x, const float *weight, float epsilon, long n, float *y);
  // `residual`, where not NULL, is added to x first.
  void (*layer_norm)(const float *x, const float *residual, const float *weight, const float *bias, float epsilon,
                     long n, float *y);
  void (*swiglu)(const float *gate, const float *up, long n, float *y);
  void (*gelu)(float *x, long n);
  void (*add)(const float *x, long n, float *y);
  void (*softmax)(float *x, long n);
  // Turns pairs of channels of each head; `halves` pairs i with i + D/2, else 2i with 2i + 1.
  void (*rotate)(float *x, const float *cosines, const float *sines, long heads, long head_size, int halves);
  // Applies one of KG_MAP_… to each element, and one of KG_PAIR_… to pairs of them, a step of 0 repeating an operand.
  void (*map)(float *x, long n, int kind, float a, float b);
  void (*pairwise)(int operation, const float *x, int x_step, const float *y, int y_step, long n, float *out);
  // Rows [r0, r1) of one picture's output.
  void (*depthwise)(const kg_depthwise *depthwise, const float *x, float *y, long r0, long r1);
  // out (M, N) = a (M, K) · b (K, N), rows the strides apart.
  void (*plain_product)(const float *a, long a_stride, const float *b, long b_stride, long m, long k, long n, float *out,
                        long out_stride);
  // Runs the level's products of bytes on independent registers and nothing else; returns how many operations.
  long (*peak)(long rounds);
} kg_kernels;

// Reads memory from end to end; the sum keeps the reads from being left out.
uint64_t kg_read(const void *memory, size_t bytes);

// The table of a level, NULL where the CPU or its operating system lacks it.
const kg_kernels *kg_kernels_for(int level);

#include "digest.h"
#include "embedding.h"
#include "gradient.h"

// The pool of compute threads.
typedef struct kg_pool kg_pool;
typedef void (*kg_pool_body)(void *context, long task);
// Threads this process may use at once: CPU affinity, cut by the cgroup's CPU quota. At least 1.
int kg_pool_allowed_threads(void);
// A pool of `threads` threads, the caller of kg_pool_run counted as one of them. NULL when out of memory.
kg_pool *kg_pool_create(int threads);
void kg_pool_destroy(kg_pool *pool);
int kg_pool_threads(const kg_pool *pool);
// Runs body(context, 0 … tasks-1), each once, and returns when all are done. From inside a task, or while another
// thread's run holds the workers, the caller does all of its tasks alone.
void kg_pool_run(kg_pool *pool, long tasks, kg_pool_body body, void *context);

#ifdef __cplusplus
}
#endif
#endif
