// Stands in for libnvrtc: "compiles" CUDA C by the emulator's own compiler to a module that the emulated driver loads. Built
// with the paths of that compiler (CUEMU_COMPILER), of what runs kernels (CUEMU_RUNTIME) and of the headers for the device
// (CUEMU_DEVICE).
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#define RTC_API extern "C" __attribute__((visibility("default"))) int

enum Status { SUCCESS, OUT_OF_MEMORY, CREATION, INVALID_INPUT, INVALID_PROGRAM, INVALID_OPTION, COMPILATION };

struct Program {
  std::string source, name, log, image;
  std::vector<std::pair<std::string, std::string>> headers; // name and text
};

static std::string read(const std::filesystem::path &file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

static void write(const std::filesystem::path &file, const std::string &text) { std::ofstream(file, std::ios::binary) << text; }

RTC_API nvrtcVersion(int *major, int *minor) {
  *major = 13;
  *minor = 0;
  return SUCCESS;
}

RTC_API nvrtcCreateProgram(Program **program, const char *source, const char *name, int count, const char *const *headers,
    const char *const *names) {
  if (!program || !source || count < 0) return INVALID_INPUT;
  *program = new Program{source, name ? name : "default_program", "", "", {}};
  for (int i = 0; i < count; i++) (*program)->headers.emplace_back(names[i], headers[i]);
  return SUCCESS;
}

RTC_API nvrtcDestroyProgram(Program **program) {
  if (!program || !*program) return INVALID_PROGRAM;
  delete *program;
  *program = nullptr;
  return SUCCESS;
}

// Takes the two options that Gatun gives, and no others.
RTC_API nvrtcCompileProgram(Program *program, int count, const char *const *options) {
  if (!program) return INVALID_PROGRAM;
  for (int i = 0; i < count; i++) {
    std::string option = options[i];
    if (option.rfind("--gpu-architecture=sm_", 0) != 0 && option != "--std=c++17") {
      program->log = "error: unrecognized option " + option;
      return INVALID_OPTION;
    }
  }
  char pattern[] = "/tmp/gatun-nvrtc-XXXXXX";
  if (!mkdtemp(pattern)) return CREATION;
  std::filesystem::path folder = pattern;
  for (auto &[name, text] : program->headers) write(folder / name, text);
  write(folder / "source.cu", "# 1 \"" + program->name + "\"\n" + program->source);
  std::string command = std::string("'" CUEMU_COMPILER "' '") + (folder / "source.cu").string() + "' '" CUEMU_RUNTIME "' -o '" + (folder / "image").string()
      + "' '-I" CUEMU_DEVICE "' '-I" + folder.string() + "' > '" + (folder / "log").string() + "' 2>&1";
  bool compiled = system(command.c_str()) == 0;
  program->log = read(folder / "log");
  if (compiled) program->image = read(folder / "image");
  std::filesystem::remove_all(folder);
  return compiled ? SUCCESS : COMPILATION;
}

RTC_API nvrtcGetProgramLogSize(Program *program, size_t *bytes) {
  if (!program || !bytes) return INVALID_INPUT;
  *bytes = program->log.size() + 1;
  return SUCCESS;
}

RTC_API nvrtcGetProgramLog(Program *program, char *log) {
  if (!program || !log) return INVALID_INPUT;
  memcpy(log, program->log.c_str(), program->log.size() + 1);
  return SUCCESS;
}

RTC_API nvrtcGetCUBINSize(Program *program, size_t *bytes) {
  if (!program || !bytes || program->image.empty()) return INVALID_INPUT;
  *bytes = program->image.size();
  return SUCCESS;
}

RTC_API nvrtcGetCUBIN(Program *program, char *image) {
  if (!program || !image || program->image.empty()) return INVALID_INPUT;
  memcpy(image, program->image.data(), program->image.size());
  return SUCCESS;
}
