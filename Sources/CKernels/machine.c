// What the machine's memory gives, to compare kernels with.
#include "CKernels.h"

uint64_t kg_read(const void *memory, size_t bytes) {
  typedef uint64_t lanes __attribute__((vector_size(64), aligned(8)));
  const uint8_t *at = memory;
  lanes sums[4] = {{0}, {0}, {0}, {0}};
  for (size_t i = 0; i + 256 <= bytes; i += 256)
    for (int j = 0; j < 4; j++) sums[j] += *(const lanes *)(at + i + j * 64);
  lanes all = sums[0] + sums[1] + sums[2] + sums[3];
  uint64_t sum = 0;
  for (int j = 0; j < 8; j++) sum += all[j];
  return sum;
}
