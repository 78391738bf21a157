// Streams, the order between them, and events.
#include <ctime>

#include "state.h"

namespace cuemu {

CUstream_st null_stream;
std::set<CUstream> streams;
std::set<CUgraph> capturing;

static std::set<CUevent> events;

static double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

CUstream resolve(CUstream stream) {
  if (!stream) return &null_stream;
  if (streams.count(stream)) return stream;
  explain("no such stream: never made, or destroyed");
  return nullptr;
}

static CUresult drain_to(CUstream stream, uint64_t position) {
  if (stream->running) return CUDA_SUCCESS; // it waits for another stream, which waits for it
  stream->running = true;
  while (stream->done < position && !stream->queue.empty()) {
    Work work = std::move(stream->queue.front());
    stream->queue.pop_front();
    stream->done++;
    CUresult status = failure ? failure : work(); // nothing runs after a failure
    if (status && !failure) failure = status;
  }
  stream->running = false;
  return failure;
}

CUresult drain(CUstream stream) { return drain_to(stream, stream->queued); }

CUresult drain_all() {
  drain(&null_stream);
  for (CUstream stream : streams) drain(stream);
  return failure;
}

// The null stream and streams that are not non-blocking wait for each other.
static Work ordered(CUstream stream, Work work) {
  std::vector<std::pair<CUstream, uint64_t>> before;
  if (stream == &null_stream) {
    for (CUstream other : streams) {
      if (!(other->flags & CU_STREAM_NON_BLOCKING)) before.push_back({other, other->queued});
    }
  } else if (!(stream->flags & CU_STREAM_NON_BLOCKING)) {
    before.push_back({&null_stream, null_stream.queued});
  }
  return [=]() -> CUresult {
    for (auto &wait : before) {
      if (wait.first == &null_stream || streams.count(wait.first)) CUEMU_TRY(drain_to(wait.first, wait.second));
    }
    return work();
  };
}

CUresult enqueue(CUstream handle, Work work) {
  CUstream stream = resolve(handle);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  if (stream == &null_stream && !capturing.empty()) {
    refuse_while_capturing();
    return CUDA_ERROR_STREAM_CAPTURE_IMPLICIT;
  }
  if (stream->capture) {
    if (stream->capture->invalid) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    stream->capture->nodes.push_back(work);
    return CUDA_SUCCESS;
  }
  stream->queue.push_back(ordered(stream, work));
  stream->queued++;
  return CUDA_SUCCESS;
}

CUresult refuse_while_capturing() {
  if (capturing.empty()) return CUDA_SUCCESS;
  for (CUgraph graph : capturing) graph->invalid = true;
  explain("this call may not be made while a stream is being captured");
  return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
}

} // namespace cuemu

using namespace cuemu;

CUEMU_API cuStreamCreate(CUstream *stream, unsigned flags) {
  CUEMU_READY();
  *stream = new CUstream_st;
  (*stream)->flags = flags;
  streams.insert(*stream);
  return CUDA_SUCCESS;
}

CUEMU_API cuStreamDestroy_v2(CUstream stream) {
  CUEMU_READY();
  if (!streams.count(stream)) return CUDA_ERROR_INVALID_HANDLE;
  CUresult status = drain(stream);
  streams.erase(stream);
  delete stream;
  return status;
}

CUEMU_API cuStreamSynchronize(CUstream handle) {
  CUEMU_READY();
  CUstream stream = resolve(handle);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  if (stream->capture || stream == &null_stream) CUEMU_TRY(refuse_while_capturing());
  return drain(stream);
}

// Each look lets one piece of work run, so that a loop of looks ends.
CUEMU_API cuStreamQuery(CUstream handle) {
  CUEMU_READY();
  CUstream stream = resolve(handle);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  if (stream->capture) return refuse_while_capturing();
  if (stream->done == stream->queued) return CUDA_SUCCESS;
  CUEMU_TRY(drain_to(stream, stream->done + 1));
  return CUDA_ERROR_NOT_READY;
}

CUEMU_API cuStreamWaitEvent(CUstream handle, CUevent event, unsigned) {
  CUEMU_READY();
  CUstream stream = resolve(handle);
  if (!stream || !events.count(event)) return CUDA_ERROR_INVALID_HANDLE;
  if (!event->recorded) return CUDA_SUCCESS;
  if (event->capture) { // the stream joins the capture in which the event was recorded
    if (stream->capture && stream->capture != event->capture) return CUDA_ERROR_STREAM_CAPTURE_MERGE;
    if (!stream->capture) {
      stream->capture = event->capture;
      event->capture->members.insert(stream);
      event->capture->unjoined.insert(stream);
    }
    return CUDA_SUCCESS;
  }
  if (stream->capture) {
    stream->capture->invalid = true;
    return CUDA_ERROR_STREAM_CAPTURE_ISOLATION;
  }
  CUstream source = event->stream;
  uint64_t position = event->position;
  return enqueue(handle, [=] {
    return source == &null_stream || streams.count(source) ? drain_to(source, position) : CUDA_SUCCESS;
  });
}

CUEMU_API cuEventCreate(CUevent *event, unsigned) {
  CUEMU_READY();
  *event = new CUevent_st;
  events.insert(*event);
  return CUDA_SUCCESS;
}

// The object itself stays: queued work may still name it.
CUEMU_API cuEventDestroy_v2(CUevent event) {
  Lock lock(cuemu::mutex);
  return events.erase(event) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

CUEMU_API cuEventRecord(CUevent event, CUstream handle) {
  CUEMU_READY();
  CUstream stream = resolve(handle);
  if (!stream || !events.count(event)) return CUDA_ERROR_INVALID_HANDLE;
  event->recorded = true;
  event->done = false;
  event->stream = stream;
  event->capture = stream->capture;
  if (stream->capture) {
    stream->capture->unjoined.erase(stream);
    return CUDA_SUCCESS;
  }
  CUresult status = enqueue(handle, [=] {
    event->milliseconds = now();
    event->done = true;
    return CUDA_SUCCESS;
  });
  event->position = stream->queued;
  return status;
}

CUEMU_API cuEventQuery(CUevent event) {
  CUEMU_READY();
  if (!events.count(event)) return CUDA_ERROR_INVALID_HANDLE;
  if (event->capture) return CUDA_ERROR_CAPTURED_EVENT;
  if (!event->recorded || event->done) return CUDA_SUCCESS;
  CUEMU_TRY(drain_to(event->stream, event->stream->done + 1));
  return CUDA_ERROR_NOT_READY;
}

CUEMU_API cuEventSynchronize(CUevent event) {
  CUEMU_READY();
  if (!events.count(event)) return CUDA_ERROR_INVALID_HANDLE;
  if (event->capture) return CUDA_ERROR_CAPTURED_EVENT;
  return event->recorded && !event->done ? drain_to(event->stream, event->position) : CUDA_SUCCESS;
}

// Not part of CUDA: how other emulated libraries put work on a stream.
CUEMU_API cuemuEnqueue(CUstream handle, void (*run)(void *), void *argument) {
  CUEMU_READY();
  return enqueue(handle, [=] {
    run(argument);
    return check_red_zones("after a library's work");
  });
}

static CUresult elapsed(float *milliseconds, CUevent start, CUevent end) {
  CUEMU_READY();
  if (!events.count(start) || !events.count(end) || !start->recorded || !end->recorded) return CUDA_ERROR_INVALID_HANDLE;
  if (!start->done || !end->done) return CUDA_ERROR_NOT_READY;
  *milliseconds = (float)(end->milliseconds - start->milliseconds);
  return CUDA_SUCCESS;
}

CUEMU_API cuEventElapsedTime_v2(float *milliseconds, CUevent start, CUevent end) { return elapsed(milliseconds, start, end); }

#undef cuEventElapsedTime // which cuda.h of CUDA 13 makes a name for the second version
CUEMU_API cuEventElapsedTime(float *milliseconds, CUevent start, CUevent end) { return elapsed(milliseconds, start, end); }
