// What goes wrong in a block.
#pragma once

namespace cuemu {

__thread Block *block = nullptr;

void fail(const char *format, ...) {
  if (block->failed) return; // what follows a first fault says little
  block->failed = true;
  int length = snprintf(block->error, sizeof block->error, "block (%u,%u,%u): ", block->index.x, block->index.y, block->index.z);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(block->error + length, sizeof block->error - length, format, arguments);
  va_end(arguments);
}

} // namespace cuemu
