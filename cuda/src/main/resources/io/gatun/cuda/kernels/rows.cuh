// How a team, a warp or a block, goes over rows of n elements. A kernel is written once, over one of the ways below: element by
// element for any type, length and address, and by packs where rows and addresses are whole packs. By packs, a row that fits
// stays in registers between the passes over it (and so is read from memory once); a longer one is read again by each pass.
#pragma once
#include "exponential.cuh"
#include "fold.cuh"
#include "packs.cuh"

#ifdef __CUEMU__
#define __maxnreg__(registers)
#endif

// One row of each of INPUTS matrices. each() calls use(place, values) for all that the thread has of them.
template <class E, int INPUTS> struct ElementRows {
  typedef typename Cells<E>::Real T;
  static constexpr int SIZE = 1;
  struct Values {
    T x[SIZE];
  };
  struct Place {
    int at;
  };
  struct ColumnSums { // sums over rows are left to another kernel
    __device__ void add(Place, const Values &) {}
    __device__ void write(float *, int) const {}
  };

  Cells<E> inputs[INPUTS];
  long long from;
  int n;

  template <class... C> __device__ ElementRows(int row, int n, C... inputs) : inputs{inputs...}, from((long long)row * n), n(n) {}

  template <class F> __device__ void each(F use) {
    for (int i = AcrossBlock::lane(); i < n; i += AcrossBlock::lanes()) {
      Values values[INPUTS];
      for (int k = 0; k < INPUTS; k++) values[k].x[0] = inputs[k].get(from + i);
      use(Place{i}, values);
    }
  }

  static __device__ int first(Place place) { return place.at; }
  static __device__ Values read(const Cells<E> &row, Place place) { return {{row.get(place.at)}}; }
  __device__ void write(const Cells<E> &rows, Place place, const Values &values) const { rows.set(from + place.at, values.x[0]); }
};

// A thread has PACKS packs of each row in registers at a time: of the WHOLE row, or all loads of a step at once.
template <class E, class Across, int INPUTS, int PACKS, bool WHOLE> struct PackedRows {
  typedef float T;
  typedef Lanes<E> Values;
  static constexpr int SIZE = Values::SIZE;
  struct Place {
    int pack, slot; // in the row, and in the thread's registers
  };

  // Sums over the rows that a thread has had, for each of its columns: where rows are WHOLE, these are always the same.
  struct ColumnSums {
    float sums[PACKS][SIZE] = {};

    __device__ void add(Place place, const Values &values) {
      for (int i = 0; i < SIZE && WHOLE; i++) sums[place.slot][i] += values.x[i];
    }

    // To the block's row of [blocks, n].
    __device__ void write(float *parts, int n) {
      if (!WHOLE) return;
      fold_warps(Across());
      if (threadIdx.x + Across::lanes() < blockDim.x) return; // the last warp has the sums of all
      float *row = parts + (long long)blockIdx.x * n;
#pragma unroll
      for (int k = 0; k < PACKS; k++) {
        int pack = k * Across::lanes() + Across::lane();
        for (int i = 0; i < SIZE && pack < n / SIZE; i += Pack<float>::SIZE) {
          *(Pack<float> *)(row + pack * SIZE + i) = {{sums[k][i], sums[k][i + 1], sums[k][i + 2], sums[k][i + 3]}};
        }
      }
    }

  private:
    __device__ void fold_warps(AcrossBlock) {} // each column is one thread's
    __device__ void fold_warps(AcrossWarp) {
      __shared__ float before[PACKS * SIZE][32];
      for (int warp = 0; warp < (int)blockDim.x / 32; warp++) {
        if ((int)threadIdx.x / 32 == warp) {
#pragma unroll
          for (int i = 0; i < PACKS * SIZE; i++) {
            float &sum = sums[i / SIZE][i % SIZE], &all = before[i][threadIdx.x % 32];
            all = sum = warp == 0 ? sum : all + sum;
          }
        }
        __syncthreads();
      }
    }
  };

  const Pack<unsigned> *inputs[INPUTS];
  long long from;
  int packs;
  Pack<unsigned> held[INPUTS][PACKS]; // not widened: bfloat16 takes half the registers so

  template <class... C>
  __device__ PackedRows(int row, int n, C... cells)
      : inputs{(const Pack<unsigned> *)(cells.data + (long long)row * n)...}, from((long long)row * n), packs(n / SIZE) {
    if (WHOLE) load(0);
  }

  template <class F> __device__ void each(F use) {
    if constexpr (WHOLE) {
      visit(0, use);
    } else {
      for (int first = 0; first < packs; first += PACKS * Across::lanes()) {
        load(first);
        visit(first, use);
      }
    }
  }

  static __device__ int first(Place place) { return place.pack * SIZE; }
  static __device__ Values read(const Cells<E> &row, Place place) { return ::load(row.data + first(place)); }
  __device__ void write(const Cells<E> &rows, Place place, const Values &values) const {
    store(rows.data + from + first(place), values);
  }

private:
  __device__ void load(int first) {
#pragma unroll
    for (int k = 0; k < PACKS; k++) {
      int pack = first + k * Across::lanes() + Across::lane();
      for (int input = 0; input < INPUTS && pack < packs; input++) held[input][k] = inputs[input][pack];
    }
  }

  template <class F> __device__ void visit(int first, F use) {
#pragma unroll
    for (int k = 0; k < PACKS; k++) {
      int pack = first + k * Across::lanes() + Across::lane();
      if (pack >= packs) break;
      Values values[INPUTS];
      for (int input = 0; input < INPUTS; input++) values[input] = unpacked<E>(held[input][k]);
      use(Place{pack, k}, values);
    }
  }
};

// The ways, as io.gatun.cuda.RowWay names them. A team that takes several rows needs a place on the device at once with all
// others: of how many threads a multiprocessor has REGISTERS for, RowWay tells as well.
template <class E> struct ByElements {
  typedef E Element;
  typedef AcrossBlock Across;
  static constexpr int REGISTERS = 128;
  template <int INPUTS> using Rows = ElementRows<E, INPUTS>;
};
template <class E, class Team, int EACH, bool WHOLE> struct ByPacks { // EACH elements to a thread
  typedef E Element;
  typedef Team Across;
  static constexpr int REGISTERS = EACH <= 8 ? 64 : EACH <= 16 ? 80 : 128;
  template <int INPUTS> using Rows = PackedRows<E, Team, INPUTS, EACH / Pack<E>::SIZE, WHOLE>;
};
template <class E> using Warp256 = ByPacks<E, AcrossWarp, 8, true>;
template <class E> using Warp512 = ByPacks<E, AcrossWarp, 16, true>;
template <class E> using Warp1024 = ByPacks<E, AcrossWarp, 32, true>;
template <class E> using Block = ByPacks<E, AcrossBlock, 16, true>;
template <class E> using Long = ByPacks<E, AcrossBlock, 4 * Pack<E>::SIZE, false>;

// Calls ENTRY(way, suffix of the kernel's name) for each way and type.
#define FOR_WAYS(ENTRY)                                                                          \
  ENTRY(ByElements<float>, f32) ENTRY(ByElements<bf16>, bf16) ENTRY(ByElements<varied>, any)     \
  FOR_PACKS(ENTRY, float, f32) FOR_PACKS(ENTRY, bf16, bf16)
#define FOR_PACKS(ENTRY, E, suffix)                                                              \
  ENTRY(Warp256<E>, warp256_##suffix) ENTRY(Warp512<E>, warp512_##suffix) ENTRY(Warp1024<E>, warp1024_##suffix) \
  ENTRY(Block<E>, block_##suffix) ENTRY(Long<E>, long_##suffix)

// The sum of exponentials of a row, of their differences to the largest element. Both are kept as elements come, so that one
// pass is enough.
template <class E> struct SumExp {
  typedef typename Cells<E>::Real T;
  T most = Most::none<T>(), sum = 0;

  template <class Values> __device__ void add(const Values &values) {
    constexpr int SIZE = sizeof(Values) / sizeof(T);
    T now = most;
    for (int i = 0; i < SIZE; i++) now = Most::of(now, values.x[i]);
    if (now != most) sum *= exponential<E>(most - now);
    most = now;
    for (int i = 0; i < SIZE; i++) sum += exponential<E>(values.x[i] - origin());
  }

  template <class Across> __device__ void fold() {
    T mine = most;
    most = Across::template fold<Most>(most);
    sum = Across::template fold<Sum>(sum * exponential<E>(mine - origin()));
  }

private:
  __device__ T origin() const { return most == Most::none<T>() ? T(0) : most; } // of -infinities there is no difference
};
