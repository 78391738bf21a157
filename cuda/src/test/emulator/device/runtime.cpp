// What runs a module's kernels: linked to each, and built apart from them, so that a sanitizer watches the kernels alone.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdarg>
#include <cstdio>
#include <functional>
#include <mutex>
#include <random>
#include <sys/mman.h>
#include <thread>
#include <vector>

#include "kernel.h"

#include "table.h"

#include "switch.h"

#include "faults.h"

#include "bounds.h"

#ifdef CUEMU_RACES
#include "races.h"
#endif

#include "meeting.h"

#include "scheduler.h"
