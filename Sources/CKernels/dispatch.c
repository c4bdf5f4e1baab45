// The level this machine can run, asked of the CPU and the operating system (saved vector state) once.
#include "CKernels.h"

int kg_level_available(int level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  if (level == KG_LEVEL_AVX2) return avx2;
  if (level == KG_LEVEL_AVX512)
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
#endif
  return level == KG_LEVEL_PORTABLE;
}
