#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const uint8_t *bytes;
  size_t count, at;
  char *message;
  jmp_buf failed;
} source;

static void fail(png_structp png, png_const_charp message) {
  source *in = png_get_error_ptr(png);
  strncpy(in->message, message, 159);
  in->message[159] = 0;
  longjmp(in->failed, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void read_bytes(png_structp png, png_bytep out, size_t count) {
  source *in = png_get_io_ptr(png);
  if (count > in->count - in->at) png_error(png, "the file ends early");
  memcpy(out, in->bytes + in->at, count);
  in->at += count;
}

// Chunks that a picture may bring beside its pixels: few, and of a bounded size.
static png_structp reader(source *in) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, in, fail, ignore);
  if (!png) return NULL;
  png_set_read_fn(png, in, read_bytes);
  png_set_user_limits(png, 1u << 30, 1u << 30);  // the caller judges the size by the header
  png_set_chunk_cache_max(png, 64);
  png_set_chunk_malloc_max(png, 4u << 20);
  return png;
}

int kg_png_read_size(const uint8_t *bytes, size_t count, kg_png_size *out) {
  memset(out, 0, sizeof *out);
  source in = {bytes, count, 0, out->message, {0}};
  png_structp png = reader(&in);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    strcpy(out->message, "out of memory");
    return -1;
  }
  if (setjmp(in.failed)) {
    png_destroy_read_struct(&png, &info, NULL);
    return -1;
  }
  png_read_info(png, info);
  out->width = png_get_image_width(png, info);
  out->height = png_get_image_height(png, info);
  png_destroy_read_struct(&png, &info, NULL);
  return 0;
}

// Lays a row of red, green, blue and alpha over white.
static void over_white(const uint8_t *rgba, uint32_t width, uint8_t *rgb) {
  for (uint32_t x = 0; x < width; x++, rgba += 4, rgb += 3)
    for (int c = 0; c < 3; c++) {
      unsigned value = rgba[c] * rgba[3] + 255u * (255u - rgba[3]) + 127u;
      rgb[c] = (uint8_t)(value / 255u);
    }
}

int kg_png_read_rgb(const uint8_t *bytes, size_t count, const kg_png_size *size, uint8_t *rgb, uint8_t **exif,
                    uint32_t *exif_count, char message[160]) {
  *exif = NULL;
  *exif_count = 0;
  source in = {bytes, count, 0, message, {0}};
  png_structp png = reader(&in);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  // What is allocated after setjmp and freed after a longjmp must be volatile.
  uint8_t *volatile pixels = NULL;
  png_bytep *volatile rows = NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    strcpy(message, "out of memory");
    return -1;
  }
  if (setjmp(in.failed)) {
    png_destroy_read_struct(&png, &info, NULL);
    free(pixels);
    free(rows);
    free(*exif);
    *exif = NULL;
    return -1;
  }
  png_read_info(png, info);
  uint32_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  if (width != size->width || height != size->height) png_error(png, "its size changed");
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_filler(png, 0xFF, PNG_FILLER_AFTER);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size_t stride = png_get_rowbytes(png, info);
  if (stride != (size_t)width * 4) png_error(png, "it is of an unknown colour type");
  pixels = malloc(stride * height);
  rows = malloc(sizeof(png_bytep) * height);
  if (!pixels || !rows) png_error(png, "out of memory");
  for (uint32_t y = 0; y < height; y++) rows[y] = pixels + y * stride;
  png_read_image(png, (png_bytepp)rows);
  png_read_end(png, info);
#ifdef PNG_eXIf_SUPPORTED
  png_bytep found = NULL;
  png_uint_32 found_count = 0;
  if (png_get_eXIf_1(png, info, &found_count, &found) && found_count > 0 && found_count <= 1u << 20) {
    *exif = malloc(found_count);
    if (!*exif) png_error(png, "out of memory");
    memcpy(*exif, found, found_count);
    *exif_count = found_count;
  }
#endif
  for (uint32_t y = 0; y < height; y++) over_white(rows[y], width, rgb + (size_t)y * width * 3);
  png_destroy_read_struct(&png, &info, NULL);
  free(pixels);
  free(rows);
  return 0;
}
