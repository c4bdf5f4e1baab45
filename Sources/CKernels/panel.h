// The packed layout of a weight matrix: panels of 16 rows, so that each 32-bit lane of a 512-bit register is a row.
//
// A panel is a stream of units of 64 columns (256 for the K types), each a multiple of 64 bytes:
//
//   type          unit of 64 columns: two blocks of 32
//   Q4_0          scales 2·16·f16 │                   │                  │ nibbles 2·256
//   Q4_1          scales 2·16·f16 │ minima 2·16·f16   │                  │ nibbles 2·256
//   Q5_0          scales 2·16·f16 │                   │ fifth bits 2·64  │ nibbles 2·256
//   Q5_1          scales 2·16·f16 │ minima 2·16·f16   │ fifth bits 2·64  │ nibbles 2·256
//   Q8_0          scales 2·16·f16 │                   │                  │ bytes 2·512
//
//   type          unit of 256 columns: eight blocks of 32
//   Q4_K          d, dmin 2·16·f16 │ scales 8·16·u8 │ minima 8·16·u8 │                     │ nibbles 8·256
//   Q5_K          d, dmin 2·16·f16 │ scales 8·16·u8 │ minima 8·16·u8 │ fifth bits 8·64     │ nibbles 8·256
//   Q6_K          d 16·f16, unused │ scales 16·16·i8                 │ two high bits 8·128 │ nibbles 8·256
//
//   F32, F16   per column 16 values, one of each row
//   BF16       per pair of columns 16 pairs, one of each row, the even column in the low half; an odd last one meets 0
//
// Within a block, group g (0 … 7) holds columns 4g … 4g+3. Byte 4r+s of 64 belongs to row r and column 4g+s:
//   nibbles        vector j (0 … 3): low nibble group j, high nibble group j+4
//   fifth bits     one vector: bit g belongs to group g
//   two high bits  vector h (0, 1): bits 2i, 2i+1 belong to group 4h+i
//   bytes          vector g, value + 128
// All quants are unsigned; the offset that makes them signed (8, 16, 32, 128) is the type's.
#ifndef KG_PANEL_H
#define KG_PANEL_H
#include "CKernels.h"

typedef struct {
  int quantized;
  int columns;   // of a unit
  int bytes;     // of a unit
  int offset;    // subtracted from the unsigned quant
  int has_min;   // blocks have minima
  int bits;
  int at_min, at_high, at_quants;  // within a unit
} kg_layout;

// What kernels take as constants, for every quantised type: blocks a unit, bits, whether blocks have minima, and the
// power of two that makes quants signed. `KG_EACH_QUANTIZED(CASE)` gives the cases of a switch.
#define KG_EACH_QUANTIZED(CASE)                                                                         \
  CASE(KG_TYPE_Q4_0, 2, 4, 0, 3) CASE(KG_TYPE_Q4_1, 2, 4, 1, 0) CASE(KG_TYPE_Q5_0, 2, 5, 0, 4)          \
  CASE(KG_TYPE_Q5_1, 2, 5, 1, 0) CASE(KG_TYPE_Q8_0, 2, 8, 0, 7) CASE(KG_TYPE_Q4_K, 8, 4, 1, 0)          \
  CASE(KG_TYPE_Q5_K, 8, 5, 1, 0) CASE(KG_TYPE_Q6_K, 8, 6, 0, 5)

static inline kg_layout kg_layout_of(int type) {
  switch (type) {
  case KG_TYPE_F32: return (kg_layout){0, 1, 64, 0, 0, 32, 0, 0, 0};
  case KG_TYPE_F16: return (kg_layout){0, 1, 32, 0, 0, 16, 0, 0, 0};
  case KG_TYPE_BF16: return (kg_layout){0, 2, 64, 0, 0, 16, 0, 0, 0};
  case KG_TYPE_Q4_0: return (kg_layout){1, 64, 576, 8, 0, 4, 0, 0, 64};
  case KG_TYPE_Q4_1: return (kg_layout){1, 64, 640, 0, 1, 4, 64, 0, 128};
  case KG_TYPE_Q5_0: return (kg_layout){1, 64, 704, 16, 0, 5, 0, 64, 192};
  case KG_TYPE_Q5_1: return (kg_layout){1, 64, 768, 0, 1, 5, 64, 128, 256};
  case KG_TYPE_Q8_0: return (kg_layout){1, 64, 1088, 128, 0, 8, 0, 0, 64};
  case KG_TYPE_Q4_K: return (kg_layout){1, 256, 2368, 0, 1, 4, 192, 0, 320};
  case KG_TYPE_Q5_K: return (kg_layout){1, 256, 2880, 0, 1, 5, 192, 320, 832};
  default: return (kg_layout){1, 256, 3392, 32, 0, 6, 0, 320, 1344};  // Q6_K
  }
}

// The product of rounded pairs on the AVX-512 level, where the CPU has bfloat16.
void kg_pair_product_avx512(const kg_product *p, long p0, long p1, long t0, long t1);
#endif
