// Comes last in every module, after the table of kernels: what runs them.
#pragma once
#include "switch.h"

#include "meeting.h"

#include "scheduler.h"
