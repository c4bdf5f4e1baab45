// From the file's rows to panels, and one row back. Work is done on 4-byte words: a word of the file is a word of
// the panel, moved to its row's lane, since both pair column k with column k + 16 in one byte.
#include "halffloat.h"
#include "panel.h"

#define SPREAD 0x01010101u

static inline uint32_t word(const uint8_t *p) {
  uint32_t w;
  memcpy(&w, p, 4);
  return w;
}
static inline void put(uint8_t *p, uint32_t w) { memcpy(p, &w, 4); }

size_t kg_panel_bytes(int type, long columns) {
  kg_layout layout = kg_layout_of(type);
  size_t units = ((size_t)columns + (size_t)layout.columns - 1) / (size_t)layout.columns;
  return (units * (size_t)layout.bytes + 63) / 64 * 64;
}

// Bit 4g+s of a block's fifth bits to bit 8s+g: the index's five bits turned by two, one unshuffle for each.
static inline uint32_t unshuffle(uint32_t x) {
  uint32_t t;
  t = (x ^ x >> 1) & 0x22222222u, x ^= t ^ t << 1;
  t = (x ^ x >> 2) & 0x0c0c0c0cu, x ^= t ^ t << 2;
  t = (x ^ x >> 4) & 0x00f000f0u, x ^= t ^ t << 4;
  t = (x ^ x >> 8) & 0x0000ff00u, x ^= t ^ t << 8;
  return x;
}

static void pack_row_32(int type, kg_layout layout, const uint8_t *file, long blocks, int r, uint8_t *panel) {
  size_t size = kg_block_bytes(type);
  for (long b = 0; b < blocks; b++, file += size) {
    uint8_t *unit = panel + (b / 2) * layout.bytes;
    long odd = b & 1;
    const uint8_t *from = file;
    memcpy(unit + odd * 32 + r * 2, from, 2), from += 2;
    if (layout.has_min) memcpy(unit + layout.at_min + odd * 32 + r * 2, from, 2), from += 2;
    if (layout.bits == 5) put(unit + layout.at_high + odd * 64 + r * 4, unshuffle(unshuffle(word(from)))), from += 4;
    if (layout.bits == 8) {
      uint8_t *to = unit + layout.at_quants + odd * 512 + r * 4;
      for (int g = 0; g < 8; g++) put(to + g * 64, word(from + g * 4) ^ 0x80u * SPREAD);
    } else {
      uint8_t *to = unit + layout.at_quants + odd * 256 + r * 4;
      for (int j = 0; j < 4; j++) put(to + j * 64, word(from + j * 4));
    }
  }
}

static void pack_row_k(int type, kg_layout layout, const uint8_t *file, long blocks, int r, uint8_t *panel) {
  size_t size = kg_block_bytes(type);
  for (long b = 0; b < blocks; b++, file += size) {
    uint8_t *unit = panel + b * layout.bytes;
    memcpy(unit + r * 2, file, 2);
    memcpy(unit + 32 + r * 2, file + 2, 2);
    const uint8_t *packed = file + 4, *high = file + 16, *quants = file + (layout.bits == 5 ? 48 : 16);
    for (int j = 0; j < 8; j++) {
      uint8_t scale = j < 4 ? packed[j] & 63 : (packed[j + 4] & 15) | ((packed[j - 4] >> 6) << 4);
      uint8_t minimum = j < 4 ? packed[j + 4] & 63 : (packed[j + 4] >> 4) | ((packed[j] >> 6) << 4);
      unit[64 + j * 16 + r] = scale;
      unit[layout.at_min + j * 16 + r] = minimum;
      if (layout.bits == 5) {
        uint32_t bits = 0;
        for (int g = 0; g < 8; g++) bits |= ((word(high + g * 4) >> j) & SPREAD) << g;
        put(unit + layout.at_high + j * 64 + r * 4, bits);
      }
      const uint8_t *from = quants + (j / 2) * 32;
      uint8_t *to = unit + layout.at_quants + j * 256 + r * 4;
      for (int i = 0; i < 4; i++) {
        uint32_t low = word(from + i * 4), upper = word(from + 16 + i * 4);
        put(to + i * 64, j & 1 ? (low >> 4 & 15 * SPREAD) | (upper & 240 * SPREAD)
                               : (low & 15 * SPREAD) | (upper & 15 * SPREAD) << 4);
      }
    }
  }
}

static void pack_row_6(kg_layout layout, const uint8_t *file, long blocks, int r, uint8_t *panel) {
  for (long b = 0; b < blocks; b++, file += 210) {
    uint8_t *unit = panel + b * layout.bytes;
    memcpy(unit + r * 2, file + 208, 2);
    for (int i = 0; i < 16; i++) unit[64 + i * 16 + r] = file[192 + i];
    for (int j = 0; j < 8; j++) {
      int quarter = j & 3, shift = quarter < 2 ? 0 : 4;
      const uint8_t *low = file + (j / 4) * 64 + (quarter & 1) * 32, *high = file + 128 + (j / 4) * 32;
      uint8_t *to = unit + layout.at_quants + j * 256 + r * 4;
      for (int i = 0; i < 4; i++)
        put(to + i * 64, (word(low + i * 4) >> shift & 15 * SPREAD) | (word(low + 16 + i * 4) >> shift & 15 * SPREAD) << 4);
      for (int h = 0; h < 2; h++) {
        uint32_t bits = 0;
        for (int i = 0; i < 4; i++) bits |= (word(high + h * 16 + i * 4) >> (2 * quarter) & 3 * SPREAD) << (2 * i);
        put(unit + layout.at_high + j * 128 + h * 64 + r * 4, bits);
      }
    }
  }
}

void kg_pack_panel(int type, const void *file, long rows, long columns, long panel, uint8_t *out) {
  kg_layout layout = kg_layout_of(type);
  size_t row_bytes = (size_t)columns / kg_block_elements(type) * kg_block_bytes(type);
  long first = panel * KG_PANEL_ROWS, last = first + KG_PANEL_ROWS < rows ? first + KG_PANEL_ROWS : rows;
  // Padding rows and columns: all zero means scale 0, so they count for nothing whatever their quants are.
  if (last - first < KG_PANEL_ROWS || columns % layout.columns) memset(out, 0, kg_panel_bytes(type, columns));
  if (!layout.quantized) {
    // Some columns of all rows at a time, so that the lines written stay in the first-level cache.
    long size = layout.bytes / layout.columns / KG_PANEL_ROWS;
    for (long k0 = 0; k0 < columns; k0 += 64) {
      long k1 = k0 + 64 < columns ? k0 + 64 : columns;
      for (long n = first; n < last; n++) {
        const uint8_t *row = (const uint8_t *)file + (size_t)n * row_bytes;
        uint8_t *to = out + (n - first) * size;
        if (size == 4) for (long k = k0; k < k1; k++) memcpy(to + k * 64, row + k * 4, 4);
        else if (layout.columns == 2)
          for (long k = k0; k < k1; k++) memcpy(out + (n - first) * 4 + k / 2 * 64 + k % 2 * 2, row + k * 2, 2);
        else for (long k = k0; k < k1; k++) memcpy(to + k * 32, row + k * 2, 2);
      }
    }
    return;
  }
  for (long n = first; n < last; n++) {
    const uint8_t *row = (const uint8_t *)file + (size_t)n * row_bytes;
    int r = (int)(n - first);
    switch (type) {
    case KG_TYPE_Q4_K:
    case KG_TYPE_Q5_K: pack_row_k(type, layout, row, columns / 256, r, out); break;
    case KG_TYPE_Q6_K: pack_row_6(layout, row, columns / 256, r, out); break;
    default: pack_row_32(type, layout, row, columns / 32, r, out); break;
    }
  }
}

// The unsigned quant of row r, column 4g+s of block b within a unit.
static inline int quant(const kg_layout *layout, const uint8_t *unit, int b, int g, int lane) {
  if (layout->bits == 8) return unit[layout->at_quants + b * 512 + g * 64 + lane];
  int byte = unit[layout->at_quants + b * 256 + (g & 3) * 64 + lane];
  int value = g < 4 ? byte & 15 : byte >> 4;
  if (layout->bits == 5) value |= (unit[layout->at_high + b * 64 + lane] >> g & 1) << 4;
  if (layout->bits == 6) value |= (unit[layout->at_high + b * 128 + (g / 4) * 64 + lane] >> (2 * (g & 3)) & 3) << 4;
  return value;
}

void kg_panel_row(const kg_matrix *matrix, long row, float *out) {
  kg_layout layout = kg_layout_of(matrix->type);
  const uint8_t *panel = matrix->panels + (size_t)(row / KG_PANEL_ROWS) * kg_panel_bytes(matrix->type, matrix->columns);
  int r = (int)(row % KG_PANEL_ROWS);
  if (!layout.quantized) {
    for (long k = 0; k < matrix->columns; k++) {
      const uint8_t *at = panel + k / layout.columns * layout.bytes;
      if (matrix->type == KG_TYPE_F32) memcpy(out + k, at + r * 4, 4);
      else out[k] = matrix->type == KG_TYPE_F16 ? kg_load_half(at + r * 2) : kg_load_bfloat(at + r * 4 + k % 2 * 2);
    }
    return;
  }
  int per_unit = layout.columns / 32;
  for (long b = 0; b < matrix->columns / 32; b++) {
    const uint8_t *unit = panel + (b / per_unit) * layout.bytes;
    int j = (int)(b % per_unit);
    for (int k = 0; k < 32; k++) {
      float scale, minimum = 0;
      if (per_unit == 2) {
        scale = kg_load_half(unit + j * 32 + r * 2);
        if (layout.has_min) minimum = kg_load_half(unit + layout.at_min + j * 32 + r * 2);
      } else if (layout.bits == 6) {
        scale = kg_load_half(unit + r * 2) * (float)(int8_t)unit[64 + (2 * j + k / 16) * 16 + r];
      } else {
        scale = kg_load_half(unit + r * 2) * (float)unit[64 + j * 16 + r];
        minimum = -(kg_load_half(unit + 32 + r * 2) * (float)unit[layout.at_min + j * 16 + r]);
      }
      out[b * 32 + k] = scale * (float)(quant(&layout, unit, j, k / 4, 4 * r + k % 4) - layout.offset) + minimum;
    }
  }
}
