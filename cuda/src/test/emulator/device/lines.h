// Which line of a source a place in a module's code was made of, from binutils where they are installed.
#pragma once
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

namespace cuemu {

// "cells.cuh:42 from rows.cu:14", the second if the first has been inlined there.
static std::string source_line(const void *place) {
  Dl_info module;
  if (!dladdr(place, &module)) return "?";
  std::string file = module.dli_fname, own = "/proc/self/"; // which is another's in the process that looks it up
  if (!file.compare(0, own.size(), own)) file = "/proc/" + std::to_string(getpid()) + "/" + file.substr(own.size());
  char offset[32], line[300];
  snprintf(offset, sizeof offset, " 0x%zx", (size_t)((const char *)place - (const char *)module.dli_fbase));
  std::string found;
  if (FILE *out = popen(("env -u LD_PRELOAD addr2line -is -e '" + file + "'" + offset + " 2>/dev/null").c_str(), "r")) {
    for (int i = 0; i < 2 && fgets(line, sizeof line, out); i++) {
      line[strcspn(line, " \n")] = 0; // a discriminator may follow
      if (!strncmp(line, "signature.h", strlen("signature.h"))) break; // which calls the kernel
      if (line[0] != '?') found += (i ? " from " : "") + std::string(line);
    }
    pclose(out);
  }
  return found.empty() ? file + offset : found;
}

} // namespace cuemu
