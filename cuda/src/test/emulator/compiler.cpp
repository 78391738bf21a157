// compiler kernels.cu runtime.o -o module.so [g++ options]: turns CUDA C into a module that the emulated driver loads. The
// options are for the kernels alone, so that a sanitizer does not see what runs them.
//
// The text is preprocessed, so that macros and includes of the source are out of the way; `extern __shared__` arrays, which
// g++ does not know, become pointers; the extern "C" kernels found are listed in a table behind the source.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

static const char CXX[] = "g++ -std=c++17 -D__CUEMU__=1 -D__CUDACC__=1";

// Single quotes, so that no path is taken apart by the shell.
static std::string quoted(const std::string &text) { return "'" + std::regex_replace(text, std::regex("'"), "'\\''") + "'"; }

static std::string read(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

static void run(const std::string &command) {
  if (system(command.c_str()) != 0) exit(1); // the compiler has said why
}

static std::string without_extern_shared(const std::string &text) {
  std::regex array(R"(extern\s+__shared__\s+(?:(?:__align__|alignas)\s*\(\s*\d+\s*\)\s*)?([A-Za-z_][\w ]*?)\s+(\w+)\s*\[\s*\]\s*;)");
  return std::regex_replace(text, array, "$1 *$2 = ($1 *)cuemu::dynamic_shared();");
}

static std::vector<std::string> kernels(const std::string &text) {
  std::regex kernel(R"(extern\s+"C"\s+__global__\s+(?:__launch_bounds__\s*\([^)]*\)\s*)?void\s+(?:__launch_bounds__\s*\([^)]*\)\s*)?(\w+)\s*\()");
  std::vector<std::string> names;
  for (std::sregex_iterator i(text.begin(), text.end(), kernel), end; i != end; ++i) names.push_back((*i)[1]);
  return names;
}

int main(int argc, char **argv) {
  std::string source, runtime, module, options;
  for (int i = 1; i < argc; i++) {
    std::string argument = argv[i];
    if (argument == "-o" && i + 1 < argc) {
      module = argv[++i];
    } else if (argument[0] == '-') {
      options += " " + quoted(argument);
    } else if (source.empty()) {
      source = argument;
    } else {
      runtime = argument;
    }
  }
  if (runtime.empty() || module.empty()) {
    fprintf(stderr, "usage: compiler kernels.cu runtime.o -o module.so [g++ options]\n");
    return 2;
  }
  std::string preprocessed = module + ".ii", translated = module + ".cpp", object = module + ".o";
  run(std::string(CXX) + " -E -x c++" + options + " " + quoted(source) + " -o " + quoted(preprocessed));
  std::string text = without_extern_shared(read(preprocessed));
  std::ofstream out(translated, std::ios::binary);
  // the line markers of the preprocessed text keep the source's own lines in messages
  out << "#include \"kernel.h\"\n" << text << "\n# 1 \"table\"\n#include \"signature.h\"\n";
  out << "static const cuemu::Kernel cuemu_kernels[] = {";
  std::vector<std::string> names = kernels(text);
  for (const std::string &name : names) out << "CUEMU_KERNEL(" << name << "), ";
  out << "{nullptr, 0, nullptr, nullptr}};\n";
  out << "const cuemu::Table cuemu::module_table{" << names.size() << ", cuemu_kernels};\n";
  out.close();
  // no contraction, no aliasing by type: a GPU's arithmetic is spelled out in the source, and kernels cast as they like
  run(std::string(CXX) + " -O2 -g1 -c -fPIC -fvisibility=hidden -fno-strict-aliasing -ffp-contract=off -Wno-attributes" + options
      + " " + quoted(translated) + " -o " + quoted(object));
  run(std::string(CXX) + " -shared -pthread " + quoted(object) + " " + quoted(runtime) + " -o " + quoted(module) + " -Wl,-z,now");
  return 0;
}
