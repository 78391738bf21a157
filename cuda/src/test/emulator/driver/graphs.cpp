// Graphs: what a captured stream was given, to be run again as one piece of work.
#include "state.h"

struct CUgraphExec_st {
  std::vector<cuemu::Work> nodes;
};

using namespace cuemu;

static std::set<CUgraph> graphs;
static std::set<CUgraphExec> executables;

CUEMU_API cuStreamBeginCapture_v2(CUstream handle, CUstreamCaptureMode) {
  CUEMU_READY();
  CUstream stream = resolve(handle);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  if (stream == &null_stream) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
  if (stream->capture) return CUDA_ERROR_ILLEGAL_STATE;
  auto graph = new CUgraph_st;
  graph->members.insert(stream);
  stream->capture = graph;
  stream->origin = true;
  graphs.insert(graph);
  capturing.insert(graph);
  return CUDA_SUCCESS;
}

CUEMU_API cuStreamEndCapture(CUstream handle, CUgraph *out) {
  CUEMU_READY();
  *out = nullptr;
  CUstream stream = resolve(handle);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  if (!stream->capture) return CUDA_ERROR_ILLEGAL_STATE;
  if (!stream->origin) return CUDA_ERROR_STREAM_CAPTURE_UNMATCHED;
  CUgraph graph = stream->capture;
  for (CUstream member : graph->members) {
    member->capture = nullptr;
    member->origin = false;
  }
  capturing.erase(graph);
  if (!graph->invalid && graph->unjoined.empty()) {
    *out = graph;
    return CUDA_SUCCESS;
  }
  CUresult status = graph->invalid ? CUDA_ERROR_STREAM_CAPTURE_INVALIDATED : CUDA_ERROR_STREAM_CAPTURE_UNJOINED;
  graphs.erase(graph);
  delete graph;
  return status;
}

CUEMU_API cuStreamIsCapturing(CUstream handle, CUstreamCaptureStatus *status) {
  CUEMU_READY();
  CUstream stream = resolve(handle);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  *status = !stream->capture ? CU_STREAM_CAPTURE_STATUS_NONE
      : stream->capture->invalid ? CU_STREAM_CAPTURE_STATUS_INVALIDATED : CU_STREAM_CAPTURE_STATUS_ACTIVE;
  return CUDA_SUCCESS;
}

CUEMU_API cuGraphGetNodes(CUgraph graph, CUgraphNode *nodes, size_t *count) {
  CUEMU_READY();
  if (!graphs.count(graph)) return CUDA_ERROR_INVALID_HANDLE;
  if (nodes) return CUDA_ERROR_NOT_SUPPORTED; // nodes have no handles here
  *count = graph->nodes.size();
  return CUDA_SUCCESS;
}

CUEMU_API cuGraphInstantiateWithFlags(CUgraphExec *executable, CUgraph graph, unsigned long long) {
  CUEMU_READY();
  if (!graphs.count(graph)) return CUDA_ERROR_INVALID_HANDLE;
  *executable = new CUgraphExec_st{graph->nodes};
  executables.insert(*executable);
  return CUDA_SUCCESS;
}

CUEMU_API cuGraphLaunch(CUgraphExec executable, CUstream stream) {
  CUEMU_READY();
  if (!executables.count(executable)) return CUDA_ERROR_INVALID_HANDLE;
  return enqueue(stream, [nodes = executable->nodes]() -> CUresult {
    for (auto &node : nodes) CUEMU_TRY(node());
    return CUDA_SUCCESS;
  });
}

CUEMU_API cuGraphExecDestroy(CUgraphExec executable) {
  Lock lock(cuemu::mutex);
  if (!executables.erase(executable)) return CUDA_ERROR_INVALID_HANDLE;
  delete executable;
  return CUDA_SUCCESS;
}

CUEMU_API cuGraphDestroy(CUgraph graph) {
  Lock lock(cuemu::mutex);
  if (!graphs.erase(graph)) return CUDA_ERROR_INVALID_HANDLE;
  delete graph;
  return CUDA_SUCCESS;
}
