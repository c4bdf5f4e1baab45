// Sixteen floats as one value: a 512-bit register, two 256-bit or four 128-bit ones, as the level has it.
#ifndef KG_VECTOR_H
#define KG_VECTOR_H
#include "halffloat.h"
#include "panel.h"

// Every function that takes or returns such a value is inlined, so how the ABI would pass it does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float vf __attribute__((vector_size(64)));
typedef float vf_any __attribute__((vector_size(64), aligned(4)));
typedef int32_t vi __attribute__((vector_size(64)));
typedef uint8_t vb __attribute__((vector_size(64)));
typedef uint8_t vb_any __attribute__((vector_size(64), aligned(1)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#endif
