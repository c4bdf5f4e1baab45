// One block of 32 columns from its packed form: vectors of quants, and each row's scale and minimum as floats.
// Included by every level after vector.h and the level's load_half.

#define BLOCK_ROWS 16
#include "block.inc.h"

// Asks for the memory that is wanted some blocks from now: as many bytes as block j of the unit takes. A whole unit or
// panel asked for at once (3 to 47 KB) holds up the loads in front of it; a few lines with each block do not.
enum { AHEAD = 6144 };
INLINE void ask_ahead(const uint8_t *unit, int j, long bytes) {
  for (long line = 0; line < bytes; line += 64) __builtin_prefetch(unit + AHEAD + j * bytes + line, 0, 3);
}

// Blocks of one panel unpacked for a product over many rows of activations: what fits into the first-level cache.
enum { CHUNK = 16 };
typedef struct {
  int8_t quants[CHUNK * 512];
  float scales[CHUNK * 32];  // the second 16 of a block only for 6 bits
  float minima[CHUNK * 16];
} unpacked;

INLINE void unpack_blocks(int per_unit, int bits, int has_min, int offset, const kg_layout *layout,
                          const uint8_t *panel, long first, long count, unpacked *out) {
  for (long i = 0; i < count; i++) {
    const uint8_t *unit = panel + (first + i) / per_unit * layout->bytes;
    int j = (int)((first + i) % per_unit);
    vb quants[8];
    block_quants_16(bits, layout, unit, j, 0, quants);
    UNROLL for (int g = 0; g < 8; g++) *(vb *)(out->quants + i * 512 + g * 64) = quants[g] - (uint8_t)offset;
    vf scale[2], minimum;
    block_scales_16(per_unit, bits, has_min, layout, unit, j, 0, scale, &minimum);
    *(vf *)(out->scales + i * 32) = scale[0];
    if (bits == 6) *(vf *)(out->scales + i * 32 + 16) = scale[1];
    if (has_min) *(vf *)(out->minima + i * 16) = minimum;
  }
}

// `signed_quants`: whether the type's offset is subtracted.
static void unpack_chunk(int type, int signed_quants, const uint8_t *panel, long first, long count, unpacked *out) {
  kg_layout layout = kg_layout_of(type);
  int offset = signed_quants ? layout.offset : 0;
#define CASE(type, per_unit, bits, has_min, shift) \
  case type: unpack_blocks(per_unit, bits, has_min, (shift) ? offset : 0, &layout, panel, first, count, out); break;
  switch (type) { KG_EACH_QUANTIZED(CASE) }
#undef CASE
}

// What a tile of the result starts from: the sum so far where it continues, else the bias and what it is added to.
INLINE vf start_value(const kg_product *p, long panel, const float *at, long valid, int continued) {
  vf value = {0};
  if (p->bias && !continued) {
    if (valid >= 16) value = *(const vf_any *)(p->bias + panel * 16);
    else for (long i = 0; i < valid; i++) value[i] = p->bias[panel * 16 + i];
  }
  if (continued || p->accumulate) {
    if (valid >= 16) value += *(const vf_any *)at;
    else for (long i = 0; i < valid; i++) value[i] += at[i];
  }
  return value;
}

INLINE void store_valid(float *at, vf value, long valid) {
  if (valid >= 16) *(vf_any *)at = value;
  else for (long i = 0; i < valid; i++) at[i] = value[i];
}
