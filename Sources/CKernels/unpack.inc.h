// One block of 32 columns from its packed form: vectors of quants, and each row's scale and minimum as floats.
// Included by every level after vector.h and the level's load_half.

// The eight vectors of unsigned quants of block j of a unit.
INLINE void block_quants(int bits, const kg_layout *layout, const uint8_t *unit, int j, vb out[8]) {
  const uint8_t *quants = unit + layout->at_quants, *high = unit + layout->at_high;
  if (bits == 8) {
    UNROLL for (int g = 0; g < 8; g++) out[g] = *(const vb *)(quants + j * 512 + g * 64);
    return;
  }
  UNROLL for (int i = 0; i < 4; i++) {
    vb nibbles = *(const vb *)(quants + j * 256 + i * 64);
    out[i] = nibbles & 15;
    out[i + 4] = nibbles >> 4;
  }
  if (bits == 5) {
    vb h = *(const vb *)(high + j * 64);
    UNROLL for (int g = 0; g < 8; g++) out[g] |= (g < 4 ? h << (4 - g) : h >> (g - 4)) & 16;
  }
  if (bits == 6) {
    UNROLL for (int p = 0; p < 2; p++) {
      vb h = *(const vb *)(high + j * 128 + p * 64);
      UNROLL for (int i = 0; i < 4; i++) out[p * 4 + i] |= (i < 2 ? h << (4 - 2 * i) : h >> (2 * i - 4)) & 48;
    }
  }
}

// Scales of the rows (of both halves of the block for 6 bits) and, where the type has them, minima to add.
INLINE void block_scales(int per_unit, int bits, int has_min, const kg_layout *layout, const uint8_t *unit, int j,
                         vf scale[2], vf *minimum) {
  if (per_unit == 2) {
    scale[0] = load_half((const uint16_t *)(unit + j * 32));
    if (has_min) *minimum = load_half((const uint16_t *)(unit + layout->at_min + j * 32));
    return;
  }
  vf d = load_half((const uint16_t *)unit);
  if (bits == 6) {
    UNROLL for (int h = 0; h < 2; h++)
      scale[h] = d * __builtin_convertvector(*(const vs16_any *)(unit + 64 + (2 * j + h) * 16), vf);
    return;
  }
  scale[0] = d * __builtin_convertvector(*(const vb16_any *)(unit + 64 + j * 16), vf);
  *minimum = -load_half((const uint16_t *)(unit + 32)) *
             __builtin_convertvector(*(const vb16_any *)(unit + layout->at_min + j * 16), vf);
}

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
    block_quants(bits, layout, unit, j, quants);
    UNROLL for (int g = 0; g < 8; g++) *(vb *)(out->quants + i * 512 + g * 64) = quants[g] - (uint8_t)offset;
    vf scale[2], minimum;
    block_scales(per_unit, bits, has_min, layout, unit, j, scale, &minimum);
    *(vf *)(out->scales + i * 32) = scale[0];
    if (bits == 6) *(vf *)(out->scales + i * 32 + 16) = scale[1];
    if (has_min) *(vf *)(out->minima + i * 16) = minimum;
  }
}

// `signed_quants`: whether the type's offset is subtracted.
static void unpack_chunk(int type, int signed_quants, const uint8_t *panel, long first, long count, unpacked *out) {
  kg_layout layout = kg_layout_of(type);
  int offset = signed_quants ? layout.offset : 0;
  switch (type) {
  case KG_TYPE_Q4_0: unpack_blocks(2, 4, 0, offset, &layout, panel, first, count, out); break;
  case KG_TYPE_Q4_1: unpack_blocks(2, 4, 1, 0, &layout, panel, first, count, out); break;
  case KG_TYPE_Q5_0: unpack_blocks(2, 5, 0, offset, &layout, panel, first, count, out); break;
  case KG_TYPE_Q5_1: unpack_blocks(2, 5, 1, 0, &layout, panel, first, count, out); break;
  case KG_TYPE_Q8_0: unpack_blocks(2, 8, 0, offset, &layout, panel, first, count, out); break;
  case KG_TYPE_Q4_K: unpack_blocks(8, 4, 1, 0, &layout, panel, first, count, out); break;
  case KG_TYPE_Q5_K: unpack_blocks(8, 5, 1, 0, &layout, panel, first, count, out); break;
  case KG_TYPE_Q6_K: unpack_blocks(8, 6, 0, offset, &layout, panel, first, count, out); break;
  }
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
