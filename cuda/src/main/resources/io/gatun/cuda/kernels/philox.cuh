// The counter-based generator Philox4x32-10 (Salmon et al. 2011): the numbers of io.gatun.kernel.Randoms, to the bit.
#pragma once

struct Words {
  unsigned word[4];
};

// A stream of a seed. That of work which is recorded counts from a number in the device's memory, which changes when it is
// done again.
struct RandomStream {
  unsigned long long seed, offset;
  const unsigned long long *base; // null: from 0

  __device__ unsigned long long number() const { return base ? *base + offset : offset; }
};

__device__ inline Words philox(const RandomStream &from, unsigned long long block) {
  unsigned long long seed = from.seed, stream = from.number();
  unsigned k0 = (unsigned)seed, k1 = (unsigned)(seed >> 32);
  Words w{{(unsigned)block, (unsigned)(block >> 32), (unsigned)stream, (unsigned)(stream >> 32)}};
  for (int round = 0; round < 10; round++) {
    unsigned long long p0 = 0xD2511F53ull * w.word[0], p1 = 0xCD9E8D57ull * w.word[2];
    w = Words{{(unsigned)(p1 >> 32) ^ w.word[1] ^ k0, (unsigned)p1, (unsigned)(p0 >> 32) ^ w.word[3] ^ k1, (unsigned)p0}};
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return w;
}

// Whether dropout drops element 8 block + i, of whose block these are the words: the lower half of a word comes first.
__device__ inline bool drops(const Words &words, int i, int dropped) {
  return (int)(words.word[i >> 1] >> 16 * (i & 1) & 0xffff) < dropped;
}
