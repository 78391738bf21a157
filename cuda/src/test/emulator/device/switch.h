// Leaves one stack for another: saves the registers that a callee must keep, and takes up those of the other side.
#pragma once

extern "C" void cuemu_switch(void **save, void *to);
extern "C" void cuemu_fiber_main();

#if defined(__x86_64__)
asm(R"(
.text
.globl cuemu_switch
.hidden cuemu_switch
.type cuemu_switch, @function
cuemu_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size cuemu_switch, .-cuemu_switch
)");

namespace cuemu {
// A stack on which the first switch "returns" into the fiber's main function, aligned as after a call.
static void *fresh_stack(char *stack, size_t bytes) {
  void **sp = (void **)((uintptr_t)(stack + bytes) & ~(uintptr_t)15);
  *--sp = nullptr;
  *--sp = (void *)&cuemu_fiber_main;
  for (int i = 0; i < 6; i++) *--sp = nullptr;
  return sp;
}
} // namespace cuemu
#elif defined(__aarch64__)
asm(R"(
.text
.globl cuemu_switch
.hidden cuemu_switch
.type cuemu_switch, %function
cuemu_switch:
  sub sp, sp, #160
  stp x19, x20, [sp]
  stp x21, x22, [sp, #16]
  stp x23, x24, [sp, #32]
  stp x25, x26, [sp, #48]
  stp x27, x28, [sp, #64]
  stp x29, x30, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mov x9, sp
  str x9, [x0]
  mov sp, x1
  ldp x19, x20, [sp]
  ldp x21, x22, [sp, #16]
  ldp x23, x24, [sp, #32]
  ldp x25, x26, [sp, #48]
  ldp x27, x28, [sp, #64]
  ldp x29, x30, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  add sp, sp, #160
  ret
.size cuemu_switch, .-cuemu_switch
)");

namespace cuemu {
// A stack on which the first switch returns into the fiber's main function: x30 is the twelfth of the saved registers.
static void *fresh_stack(char *stack, size_t bytes) {
  char *sp = (char *)((uintptr_t)(stack + bytes) & ~(uintptr_t)15) - 160;
  memset(sp, 0, 160);
  *(void **)(sp + 88) = (void *)&cuemu_fiber_main;
  return sp;
}
} // namespace cuemu
#else
#error "the emulated driver knows how to switch stacks on x86-64 and AArch64 only"
#endif
