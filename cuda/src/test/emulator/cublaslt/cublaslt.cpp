// A cuBLASLt that computes on the CPU: descriptions, layouts and preferences with the sizes of the real library's attributes, and
// plain products in double, queued on the emulated driver's streams. It has no epilogues, and refuses what the real one refuses.
#include <cstdint>
#include <cstring>
#include <dlfcn.h>
#include <functional>
#include <map>

#define LT_API extern "C" __attribute__((visibility("default"))) int

namespace {

enum Status { SUCCESS = 0, INVALID_VALUE = 7, INTERNAL_ERROR = 14, NOT_SUPPORTED = 15 };
enum Type { F32 = 0, BF16 = 14 };
enum Compute { COMPUTE_32F = 68, COMPUTE_32F_FAST_TF32 = 77 };

struct Description {
  int compute, scale, transpose_a = 0, transpose_b = 0;
};

struct Layout {
  int type;
  uint64_t rows, columns;
  int64_t pitch;
  int batch = 1;
  int64_t step = 0;

  int64_t at(int matrix, uint64_t row, uint64_t column) const {
    return matrix * step + (int64_t)column * pitch + (int64_t)row;
  }
};

struct Preference {
  uint64_t workspace = 0;
  std::map<int, unsigned> alignment; // by attribute; 256 unless said otherwise
};

struct Algorithm {
  uint64_t magic, alignment[4], unused[3]; // of A, B, C and D
};

struct Heuristic {
  Algorithm algorithm;
  uint64_t workspace;
  int state;
  float waves;
  int reserved[4];
};
static_assert(sizeof(Heuristic) == 96, "cublasLtMatmulHeuristicResult_t");

constexpr uint64_t MAGIC = 0xC0B1A5;

float get(const void *data, int type, int64_t i) {
  if (type == F32) return ((const float *)data)[i];
  uint32_t bits = (uint32_t)((const uint16_t *)data)[i] << 16;
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// To nearest even.
float rounded_to_tf32(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits = (bits + 0xfff + (bits >> 13 & 1)) & ~0x1fffu;
  memcpy(&x, &bits, sizeof bits);
  return x;
}

void set(void *data, int type, int64_t i, float x) {
  if (type == F32) {
    ((float *)data)[i] = x;
    return;
  }
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  ((uint16_t *)data)[i] = (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

struct Product {
  Description description;
  Layout a, b, d;
  const void *A, *B;
  void *D;
  float alpha;

  uint64_t m() const { return description.transpose_a ? a.columns : a.rows; }
  uint64_t k() const { return description.transpose_a ? a.rows : a.columns; }
  uint64_t n() const { return description.transpose_b ? b.rows : b.columns; }
  bool fits() const {
    uint64_t inner = description.transpose_b ? b.columns : b.rows;
    return inner == k() && d.rows == m() && d.columns == n() && a.batch == d.batch && b.batch == d.batch;
  }

  void run() const {
    for (int matrix = 0; matrix < d.batch; matrix++) {
      for (uint64_t j = 0; j < n(); j++) {
        for (uint64_t i = 0; i < m(); i++) set(D, d.type, d.at(matrix, i, j), element(matrix, i, j));
      }
    }
  }

private:
  float element(int matrix, uint64_t i, uint64_t j) const {
    double sum = 0;
    for (uint64_t p = 0; p < k(); p++) {
      int64_t left = description.transpose_a ? a.at(matrix, p, i) : a.at(matrix, i, p);
      int64_t right = description.transpose_b ? b.at(matrix, j, p) : b.at(matrix, p, j);
      float x = get(A, a.type, left), y = get(B, b.type, right);
      bool round = description.compute == COMPUTE_32F_FAST_TF32;
      sum += round ? (double)rounded_to_tf32(x) * rounded_to_tf32(y) : (double)x * y;
    }
    return alpha * (float)sum;
  }
};

// Queues work on a stream of the emulated driver, which the process has loaded before.
int enqueue(void *stream, std::function<void()> *work) {
  using Enqueue = int (*)(void *, void (*)(void *), void *);
  void *driver = dlopen("libcuda.so.1", RTLD_NOLOAD | RTLD_NOW);
  auto call = driver ? (Enqueue)dlsym(driver, "cuemuEnqueue") : nullptr;
  if (!call) return INTERNAL_ERROR;
  auto run = [](void *argument) { (*(std::function<void()> *)argument)(); };
  return call(stream, run, work) ? INTERNAL_ERROR : SUCCESS;
}

template <class T> int take(T *to, const void *from, size_t bytes) {
  if (bytes != sizeof(T)) return INVALID_VALUE;
  memcpy(to, from, bytes);
  return SUCCESS;
}

} // namespace

LT_API cublasLtCreate(void **handle) {
  *handle = new int(0);
  return SUCCESS;
}

LT_API cublasLtMatmulDescCreate(Description **description, int compute, int scale) {
  *description = new Description{compute, scale};
  return SUCCESS;
}

LT_API cublasLtMatmulDescSetAttribute(Description *description, int attribute, const void *value, size_t bytes) {
  switch (attribute) {
    case 3: return take(&description->transpose_a, value, bytes);
    case 4: return take(&description->transpose_b, value, bytes);
    default: return INVALID_VALUE;
  }
}

LT_API cublasLtMatrixLayoutCreate(Layout **layout, int type, uint64_t rows, uint64_t columns, int64_t pitch) {
  *layout = new Layout{type, rows, columns, pitch};
  return SUCCESS;
}

LT_API cublasLtMatrixLayoutSetAttribute(Layout *layout, int attribute, const void *value, size_t bytes) {
  switch (attribute) {
    case 5: return take(&layout->batch, value, bytes);
    case 6: return take(&layout->step, value, bytes);
    default: return INVALID_VALUE;
  }
}

LT_API cublasLtMatmulPreferenceCreate(Preference **preference) {
  *preference = new Preference;
  return SUCCESS;
}

LT_API cublasLtMatmulPreferenceDestroy(Preference *preference) {
  delete preference;
  return SUCCESS;
}

LT_API cublasLtMatmulPreferenceSetAttribute(Preference *preference, int attribute, const void *value, size_t bytes) {
  if (attribute == 1) return take(&preference->workspace, value, bytes);
  if (attribute < 5 || attribute > 8) return INVALID_VALUE;
  return take(&preference->alignment[attribute], value, bytes);
}

// The algorithm keeps the alignments that it was asked for, as a real one makes use of them.
LT_API cublasLtMatmulAlgoGetHeuristic(void *, Description *description, Layout *a, Layout *b, Layout *c, Layout *d,
    Preference *preference, int requested, Heuristic *result, int *returned) {
  *returned = 0;
  if (requested < 1) return INVALID_VALUE;
  for (const Layout *layout : {a, b, c, d}) {
    if ((layout->type != F32 && layout->type != BF16) || layout->pitch < (int64_t)layout->rows) return NOT_SUPPORTED;
  }
  bool fast = description->compute == COMPUTE_32F_FAST_TF32 && a->type == F32;
  if ((!fast && description->compute != COMPUTE_32F) || description->scale != 0) return NOT_SUPPORTED;
  memset(result, 0, sizeof *result);
  result->algorithm.magic = MAGIC;
  for (int i = 0; i < 4; i++) {
    auto found = preference->alignment.find(5 + i);
    result->algorithm.alignment[i] = found == preference->alignment.end() ? 256 : found->second;
  }
  *returned = 1;
  return SUCCESS;
}

LT_API cublasLtMatmul(void *, Description *description, const float *alpha, const void *A, Layout *a, const void *B, Layout *b,
    const float *beta, const void *, Layout *, void *D, Layout *d, const Algorithm *algorithm, void *, size_t, void *stream) {
  if (algorithm->magic != MAGIC || *beta != 0) return INVALID_VALUE;
  const void *addresses[] = {A, B, D};
  const int places[] = {0, 1, 3};
  for (int i = 0; i < 3; i++) {
    if ((uintptr_t)addresses[i] % algorithm->alignment[places[i]]) return INVALID_VALUE; // would fault on a GPU
  }
  Product product{*description, *a, *b, *d, A, B, D, *alpha};
  if (!product.fits()) return INVALID_VALUE;
  return enqueue(stream, new std::function<void()>([=] { product.run(); }));
}
