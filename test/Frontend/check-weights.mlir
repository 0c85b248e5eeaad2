// Files of weights: what fits passes, everything else is refused with the path as it is written.
// RUN: rm -rf %t && mkdir -p %t/model/sub %t/outside
// RUN: python3 %S/Inputs/weights.py %t
// RUN: dlc-opt %s --pass-pipeline="builtin.module(dlc.model(dlc-check-weights{folder=%t/model}))" \
// RUN:   -split-input-file -verify-diagnostics

dlc.model @good {
  block @layer {
    parameter @wq : tensor<2x2xbf16> = #dlc.external<"sub/good.safetensors", "wq">
  }
  parameter @w : tensor<4x2xf32> = #dlc.external<"good.safetensors", "w">
  parameter @b : tensor<4xf32> = #dlc.external<"./sub/good.safetensors", "b">
  state @flag : tensor<3xi1> = #dlc.external<"inside.safetensors", "flag">
  instance @h0 of @layer
}

// -----

dlc.model @paths {
  // expected-error@+1 {{DLC-E0501: weights path "/etc/passwd" is refused: it is absolute}}
  parameter @absolute : tensor<f32> = #dlc.external<"/etc/passwd", "w">
  // expected-error@+1 {{DLC-E0501: weights path "../outside/good.safetensors" is refused: it has `..`}}
  parameter @up : tensor<f32> = #dlc.external<"../outside/good.safetensors", "w">
  // expected-error@+1 {{DLC-E0501: weights path "sub/../../outside/good.safetensors" is refused: it has `..`}}
  parameter @around : tensor<f32> = #dlc.external<"sub/../../outside/good.safetensors", "w">
  // expected-error@+1 {{DLC-E0501: weights path "link.safetensors" is refused: a symbolic link on it leaves the model's folder}}
  parameter @link : tensor<f32> = #dlc.external<"link.safetensors", "w">
  // expected-error@+1 {{DLC-E0501: weights path "folder/good.safetensors" is refused: a symbolic link on it leaves the model's folder}}
  parameter @folder : tensor<f32> = #dlc.external<"folder/good.safetensors", "w">
  // expected-error@+1 {{DLC-E0501: weights path "" is refused: it is empty}}
  parameter @empty : tensor<f32> = #dlc.external<"", "w">
  // expected-error@+1 {{DLC-E0501: weights path "file:good.safetensors" is refused: it is an address, not a path}}
  parameter @address : tensor<f32> = #dlc.external<"file:good.safetensors", "w">
  // expected-error@+1 {{is refused: it has a NUL byte or a new line}}
  parameter @nul : tensor<f32> = #dlc.external<"good.safetensors\00.txt", "w">
}

// -----

dlc.model @files {
  // expected-error@+1 {{DLC-E0502: cannot read weights "none.safetensors": No such file or directory}}
  parameter @none : tensor<f32> = #dlc.external<"none.safetensors", "w">
  // expected-error@+1 {{DLC-E0502: cannot read weights "fifo.safetensors": it is not a regular file}}
  parameter @fifo : tensor<f32> = #dlc.external<"fifo.safetensors", "w">
  // expected-error@+1 {{DLC-E0502: cannot read weights "sub": it is not a regular file}}
  parameter @sub : tensor<f32> = #dlc.external<"sub", "w">
  // expected-error@+1 {{DLC-E0503: "truncated.safetensors" is not valid safetensors: data_offsets lie outside the data of the file}}
  parameter @truncated : tensor<f32> = #dlc.external<"truncated.safetensors", "w">
  // expected-error@+1 {{DLC-E0503: "json.safetensors" is not valid safetensors}}
  parameter @json : tensor<f32> = #dlc.external<"json.safetensors", "w">
  // expected-error@+1 {{DLC-E0503: "overlap.safetensors" is not valid safetensors: its data overlap those of another tensor}}
  parameter @overlap : tensor<f32> = #dlc.external<"overlap.safetensors", "w">
  // expected-error@+1 {{DLC-E0503: "long.safetensors" is not valid safetensors}}
  parameter @long : tensor<f32> = #dlc.external<"long.safetensors", "w">
  // expected-error@+1 {{DLC-E0503: "empty.safetensors" is not valid safetensors: the file is shorter than 8 bytes}}
  parameter @empty : tensor<f32> = #dlc.external<"empty.safetensors", "w">
}

// -----

dlc.model @tensors {
  // expected-error@+1 {{DLC-E0504: "good.safetensors" has no key "weight": it has "}}
  parameter @key : tensor<f32> = #dlc.external<"good.safetensors", "weight">
  // expected-error@+1 {{DLC-E0505: "w" of "good.safetensors" is F32 [4, 2], the model has F32 [2, 4]}}
  parameter @shape : tensor<2x4xf32> = #dlc.external<"good.safetensors", "w">
  // expected-error@+1 {{DLC-E0505: "w" of "good.safetensors" is F32 [4, 2], the model has F16 [4, 2]}}
  parameter @dtype : tensor<4x2xf16> = #dlc.external<"good.safetensors", "w">
  // expected-error@+1 {{DLC-E0505: "w" of "good.safetensors" is F32 [4, 2], the model has F32 [8]}}
  parameter @rank : tensor<8xf32> = #dlc.external<"good.safetensors", "w">
}
