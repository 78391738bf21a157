/// A small, strict JSON reader and writer: what safetensors headers and configuration files need, and no more.
package io.gatun.json;
