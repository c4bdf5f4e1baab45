// The hot inner loops, as one table of functions for each instruction set.
//
// kg_kernels(level) gives the table of a level, or NULL where this CPU or its operating system lacks it. Every
// function of a table may be called from any thread; none allocates, none keeps state.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Instruction sets, from the one every machine has to the widest.
enum { KG_LEVEL_PORTABLE = 0, KG_LEVEL_AVX2 = 1, KG_LEVEL_AVX512 = 2, KG_LEVEL_COUNT = 3 };

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
