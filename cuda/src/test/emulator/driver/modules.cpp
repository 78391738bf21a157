// Modules are host shared objects that compiler.cpp made, given as bytes, as a cubin would be.
#include <algorithm>
#include <dlfcn.h>
#include <elf.h>
#include <memory>
#include <sys/mman.h>
#include <unistd.h>

#include "../device/table.h"
#include "state.h"

struct CUfunc_st {
  const cuemu::Kernel *kernel;
  cuemu::Run run;
  int shared_bytes = 48 * 1024; // at most, until the function asks for more
};

struct CUmod_st {
  int file; // stays open: reports of sanitizers look lines up in it
  void *library;
  const cuemu::Table *table;
  cuemu::Run run;
  std::map<std::string, std::unique_ptr<CUfunc_st>> functions;
};

namespace {

constexpr int EM_CUDA_ = 190; // of NVIDIA's own ELF files

std::set<CUmodule> modules;
std::set<CUfunction> functions;
std::set<std::string> launched; // names, until they are forgotten

// cuModuleLoadData is not told how long the image is: its headers say.
size_t elf_bytes(const unsigned char *image) {
  auto header = (const Elf64_Ehdr *)image;
  auto segments = (const Elf64_Phdr *)(image + header->e_phoff);
  auto sections = (const Elf64_Shdr *)(image + header->e_shoff);
  size_t end = header->e_shoff + (size_t)header->e_shnum * header->e_shentsize;
  for (int i = 0; i < header->e_phnum; i++) end = std::max<size_t>(end, segments[i].p_offset + segments[i].p_filesz);
  for (int i = 0; i < header->e_shnum; i++) {
    if (sections[i].sh_type != SHT_NOBITS) end = std::max<size_t>(end, sections[i].sh_offset + sections[i].sh_size);
  }
  return end;
}

void *load(const unsigned char *image, int file) {
  size_t bytes = elf_bytes(image);
  void *library = nullptr;
  if (write(file, image, bytes) == (ssize_t)bytes) {
    // numbers of files come again, but the loader takes a path that it has seen for the library that it has loaded: each has
    // its own way through the folder
    static std::string way = "/proc/self/fd/";
    way += "./";
    library = dlopen((way + std::to_string(file)).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) cuemu::explain("%s", dlerror());
  }
  return library;
}

CUresult unknown_function() {
  cuemu::explain("no such function: never found, or its module was unloaded");
  return CUDA_ERROR_INVALID_HANDLE;
}

CUresult run(CUfunction function, cuemu::Grid grid, std::vector<std::vector<char>> &values) {
  static uint64_t launches = 0;
  std::vector<void *> arguments;
  for (auto &value : values) arguments.push_back(value.data());
  grid.seed = ++launches * 0x9E3779B97F4A7C15ull; // each launch in another order, the same in every run
  char error[600];
  if (!function->run(function->kernel, &grid, arguments.data(), error, sizeof error)) {
    cuemu::explain("kernel %s: %s", function->kernel->name, error);
    return CUDA_ERROR_LAUNCH_FAILED;
  }
  std::string report = cuemu::take_report();
  if (!report.empty()) {
    cuemu::explain("after kernel %s: %s", function->kernel->name, report.c_str());
    return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  return cuemu::check_red_zones((std::string("after kernel ") + function->kernel->name).c_str());
}

} // namespace

using namespace cuemu;

CUEMU_API cuModuleLoadData(CUmodule *module, const void *image) {
  CUEMU_READY();
  auto bytes = (const unsigned char *)image;
  if (std::string((const char *)bytes, 4) != "\177ELF" || ((const Elf64_Ehdr *)image)->e_machine == EM_CUDA_) {
    explain("expected a module of the emulator's compiler: PTX and real cubins do not run on a CPU");
    return CUDA_ERROR_INVALID_IMAGE;
  }
  int file = memfd_create("cuemu-module", MFD_CLOEXEC);
  void *library = load(bytes, file);
  if (!library) {
    close(file);
    return CUDA_ERROR_INVALID_IMAGE;
  }
  auto table = (const Table *(*)())dlsym(library, "cuemu_table");
  auto run = (Run)dlsym(library, "cuemu_run");
  if (!table || !run) {
    explain("a shared object, but not one of the emulator's compiler");
    dlclose(library);
    close(file);
    return CUDA_ERROR_INVALID_IMAGE;
  }
  *module = new CUmod_st{file, library, table(), run, {}};
  modules.insert(*module);
  return CUDA_SUCCESS;
}

CUEMU_API cuModuleUnload(CUmodule module) {
  CUEMU_READY();
  if (!modules.erase(module)) return CUDA_ERROR_INVALID_HANDLE;
  CUresult status = drain_all();
  for (auto &entry : module->functions) functions.erase(entry.second.get());
  dlclose(module->library);
  close(module->file);
  delete module;
  return status;
}

CUEMU_API cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
  CUEMU_READY();
  if (!modules.count(module)) return CUDA_ERROR_INVALID_HANDLE;
  for (int i = 0; i < module->table->count; i++) {
    const Kernel &kernel = module->table->kernels[i];
    if (std::string(kernel.name) != name) continue;
    auto &known = module->functions[name];
    if (!known) known.reset(new CUfunc_st{&kernel, module->run});
    functions.insert(known.get());
    *function = known.get();
    return CUDA_SUCCESS;
  }
  explain("the module has no kernel of this name");
  return CUDA_ERROR_NOT_FOUND;
}

CUEMU_API cuFuncGetAttribute(int *value, CUfunction_attribute attribute, CUfunction function) {
  CUEMU_READY();
  if (!functions.count(function)) return unknown_function();
  switch (attribute) {
    case CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = 1024; break;
    case CU_FUNC_ATTRIBUTE_NUM_REGS: *value = 32; break;
    case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES: *value = function->shared_bytes; break;
    default:
      explain("function attribute %d is not emulated", attribute);
      return CUDA_ERROR_INVALID_VALUE;
  }
  return CUDA_SUCCESS;
}

CUEMU_API cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) {
  CUEMU_READY();
  if (!functions.count(function)) return unknown_function();
  if (attribute != CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES || value < 0 || value > MAX_SHARED) {
    explain("function attribute %d cannot be set to %d", attribute, value);
    return CUDA_ERROR_INVALID_VALUE;
  }
  function->shared_bytes = value;
  return CUDA_SUCCESS;
}

CUEMU_API cuFuncGetParamInfo(CUfunction function, size_t index, size_t *offset, size_t *bytes) {
  CUEMU_READY();
  if (!functions.count(function)) return unknown_function();
  if (index >= (size_t)function->kernel->parameters) return CUDA_ERROR_INVALID_VALUE;
  size_t at = 0;
  for (size_t i = 0; i <= index; i++) {
    size_t size = function->kernel->sizes[i], alignment = std::min<size_t>(size & -size, 8);
    at = (at + alignment - 1) / alignment * alignment;
    *offset = at;
    at += size;
  }
  if (bytes) *bytes = function->kernel->sizes[index];
  return CUDA_SUCCESS;
}

CUEMU_API cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
    unsigned block_z, unsigned shared_bytes, CUstream stream, void **arguments, void **extra) {
  CUEMU_READY();
  if (!functions.count(function)) return unknown_function();
  uint64_t threads = (uint64_t)block_x * block_y * block_z;
  if (!threads || threads > 1024 || block_z > 64) {
    explain("kernel %s: a block has 1 to 1024 threads, got %u x %u x %u", function->kernel->name, block_x, block_y, block_z);
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (!grid_x || !grid_y || !grid_z || grid_x > 0x7fffffffu || grid_y > 65535 || grid_z > 65535) {
    explain("kernel %s: a grid has up to 2147483647 x 65535 x 65535 blocks and none of 0, got %u x %u x %u", function->kernel->name,
        grid_x, grid_y, grid_z);
    return CUDA_ERROR_INVALID_VALUE;
  }
  if ((uint64_t)shared_bytes > (uint64_t)function->shared_bytes) {
    explain("kernel %s: %u bytes of dynamic shared memory, at most %d", function->kernel->name, shared_bytes, function->shared_bytes);
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (extra) return CUDA_ERROR_NOT_SUPPORTED;
  std::vector<std::vector<char>> values; // taken when the launch is queued, as a driver does: the caller reuses its block
  for (int i = 0; i < function->kernel->parameters; i++) {
    auto value = (const char *)arguments[i];
    values.emplace_back(value, value + function->kernel->sizes[i]);
  }
  launched.insert(function->kernel->name);
  Grid grid{{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, 0};
  return enqueue(stream, [=]() mutable { return run(function, grid, values); });
}

// Not part of CUDA: whether a kernel has been launched since launches were last forgotten.
CUEMU_API cuemuLaunched(int *yes, const char *kernel) {
  Lock lock(cuemu::mutex);
  *yes = (int)launched.count(kernel);
  return CUDA_SUCCESS;
}

CUEMU_API cuemuForgetLaunches(void) {
  Lock lock(cuemu::mutex);
  launched.clear();
  return CUDA_SUCCESS;
}
