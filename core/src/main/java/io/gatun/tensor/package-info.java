/// What users touch: tensors, shapes, element types, devices, memory scopes and random streams. Nothing here
/// loops over elements.
package io.gatun.tensor;
