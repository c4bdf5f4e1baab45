// libpng behind two functions that return: its errors end in a longjmp, which never leaves png.c.
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t width, height;
  char message[160];  // what libpng said, when reading failed
} kg_png_size;

// Reads the header alone. Returns 0, or -1 with a message.
int kg_png_read_size(const uint8_t *bytes, size_t count, kg_png_size *out);

// Decodes all of a picture whose size was read before into `rgb`, width·height·3 bytes, any colour type and depth,
// interlaced or not, laid over white where it is transparent. `exif` points into memory that the caller frees, or is NULL.
// Returns 0, or -1 with a message; `rgb` is unspecified then.
int kg_png_read_rgb(const uint8_t *bytes, size_t count, const kg_png_size *size, uint8_t *rgb, uint8_t **exif,
                    uint32_t *exif_count, char message[160]);

#endif
