// SHA-256's compression function (FIPS 180-4, section 6.2.2).
#ifndef KG_DIGEST_H
#define KG_DIGEST_H

#include <stddef.h>
#include <stdint.h>

// Takes `blocks` times 64 bytes into the eight words of `state`, by the processor's own instructions where it has them.
void kg_sha256(uint32_t state[8], const uint8_t *bytes, size_t blocks);

// The same in plain C: what the other is held against.
void kg_sha256_portable(uint32_t state[8], const uint8_t *bytes, size_t blocks);

#endif
