#include "siphash.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

void gj_secret_numbers(uint64_t *numbers, size_t count)
{
	if (getrandom(numbers, count * sizeof *numbers, 0) == (ssize_t)(count * sizeof *numbers))
		return;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	for (size_t i = 0; i < count; i++)
		numbers[i] = ((uint64_t)now.tv_nsec * 2 + 1) * 0x9E3779B97F4A7C15u * (i + 1) ^ (uint64_t)(uintptr_t)numbers;
}

static uint64_t rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static void rounds(uint64_t v[4], int count)
{
	while (count--) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] = rotate(v[0], 32);
		v[2] += v[1];
		v[0] += v[3];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] = rotate(v[2], 32);
	}
}

void gj_siphash(const uint64_t key[2], const char *bytes, size_t length, uint64_t out[2])
{
	uint64_t v[4] = { key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du ^ 0xEE, key[0] ^ 0x6c7967656e657261u,
		key[1] ^ 0x7465646279746573u };
	size_t left = length;
	for (; left >= 8; left -= 8, bytes += 8) {
		uint64_t word;
		memcpy(&word, bytes, 8);
		v[3] ^= word;
		rounds(v, 2);
		v[0] ^= word;
	}
	uint64_t word = 0;
	if (left)
		memcpy(&word, bytes, left);
	word |= (uint64_t)length << 56;
	v[3] ^= word;
	rounds(v, 2);
	v[0] ^= word;
	v[2] ^= 0xEE;
	rounds(v, 4);
	out[0] = v[0] ^ v[1] ^ v[2] ^ v[3];
	v[1] ^= 0xDD;
	rounds(v, 4);
	out[1] = v[0] ^ v[1] ^ v[2] ^ v[3];
}
