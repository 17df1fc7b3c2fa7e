#include "CCrypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

int ccrypto_sha256(const void *bytes, size_t count, uint8_t *digest) {
    return EVP_Digest(bytes, count, digest, NULL, EVP_sha256(), NULL);
}

int ccrypto_hmac_sha256(const void *key, size_t key_count, const void *bytes, size_t count, uint8_t *digest) {
    // A key of no bytes would mean "the key of the call before" to libcrypto.
    if (key_count == 0) return 0;
    return HMAC(EVP_sha256(), key, (int)key_count, bytes, count, digest, NULL) != NULL;
}
