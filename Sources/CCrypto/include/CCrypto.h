// The way to libcrypto: the two functions of it that are used, each in one call.
#ifndef TOILE_CCRYPTO_H
#define TOILE_CCRYPTO_H

#include <stddef.h>
#include <stdint.h>

/// How many bytes SHA-256 gives.
#define CCRYPTO_SHA256_BYTES 32

/// SHA-256 of bytes; 0 if libcrypto refuses, which it does only when memory is short or it was set up
/// without it.
int ccrypto_sha256(const void *_Nullable bytes, size_t count, uint8_t *_Nonnull digest);

/// HMAC-SHA-256 of bytes under a key; 0 as above.
int ccrypto_hmac_sha256(const void *_Nullable key, size_t key_count, const void *_Nullable bytes,
                        size_t count, uint8_t *_Nonnull digest);

#endif
