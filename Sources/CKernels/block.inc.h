// One block of 32 columns from its packed form, for all sixteen rows of a panel or the eight of one side (0 or 1):
// vectors of quants, and each row's scale and minimum as floats. Included with BLOCK_ROWS defined, 16 or 8, after
// vector.h and what loads so many half floats.

#if BLOCK_ROWS == 16
#define NAMED(name) name##_16
#define HALVES(at) load_half((const uint16_t *)(at))
#else
#define NAMED(name) name##_8
#define HALVES(at) load_eight_halves((const uint16_t *)(at))
#endif
#define FLOATS NAMED(vf)
#define BYTES NAMED(vb)

typedef float FLOATS __attribute__((vector_size(BLOCK_ROWS * 4)));
typedef uint8_t BYTES __attribute__((vector_size(BLOCK_ROWS * 4)));
typedef uint8_t NAMED(vb_each) __attribute__((vector_size(BLOCK_ROWS), aligned(1)));
typedef int8_t NAMED(vs_each) __attribute__((vector_size(BLOCK_ROWS), aligned(1)));

// The eight vectors of unsigned quants of block j of a unit.
INLINE void NAMED(block_quants)(int bits, const kg_layout *layout, const uint8_t *unit, int j, int side, BYTES out[8]) {
  const uint8_t *quants = unit + layout->at_quants + side * 32, *high = unit + layout->at_high + side * 32;
  if (bits == 8) {
    UNROLL for (int g = 0; g < 8; g++) out[g] = *(const BYTES *)(quants + j * 512 + g * 64);
    return;
  }
  UNROLL for (int i = 0; i < 4; i++) {
    BYTES nibbles = *(const BYTES *)(quants + j * 256 + i * 64);
    out[i] = nibbles & 15;
    out[i + 4] = nibbles >> 4;
  }
  if (bits == 5) {
    BYTES h = *(const BYTES *)(high + j * 64);
    UNROLL for (int g = 0; g < 8; g++) out[g] |= (g < 4 ? h << (4 - g) : h >> (g - 4)) & 16;
  }
  if (bits == 6) {
    UNROLL for (int p = 0; p < 2; p++) {
      BYTES h = *(const BYTES *)(high + j * 128 + p * 64);
      UNROLL for (int i = 0; i < 4; i++) out[p * 4 + i] |= (i < 2 ? h << (4 - 2 * i) : h >> (2 * i - 4)) & 48;
    }
  }
}

// Scales of the rows (of both halves of the block for 6 bits) and, where the type has them, minima to add.
INLINE void NAMED(block_scales)(int per_unit, int bits, int has_min, const kg_layout *layout, const uint8_t *unit, int j,
                                int side, FLOATS scale[2], FLOATS *minimum) {
  if (per_unit == 2) {
    scale[0] = HALVES(unit + j * 32 + side * 16);
    if (has_min) *minimum = HALVES(unit + layout->at_min + j * 32 + side * 16);
    return;
  }
  FLOATS d = HALVES(unit + side * 16);
  if (bits == 6) {
    UNROLL for (int h = 0; h < 2; h++)
      scale[h] = d * __builtin_convertvector(*(const NAMED(vs_each) *)(unit + 64 + (2 * j + h) * 16 + side * 8), FLOATS);
    return;
  }
  scale[0] = d * __builtin_convertvector(*(const NAMED(vb_each) *)(unit + 64 + j * 16 + side * 8), FLOATS);
  *minimum = -HALVES(unit + 32 + side * 16) *
             __builtin_convertvector(*(const NAMED(vb_each) *)(unit + layout->at_min + j * 16 + side * 8), FLOATS);
}

#undef BLOCK_ROWS
#undef NAMED
#undef HALVES
#undef FLOATS
#undef BYTES
