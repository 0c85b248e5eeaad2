# Compile a model to PTX and assemble it for each arch. Usage: assemble.sh MODEL FOLDER
set -eu
for arch in sm_80 sm_90a; do
  dlc --target=cuda --emit=ptx --gpu-arch=$arch "$1" -o "$2/model.ptx"
  grep -q '^\.visible \.entry' "$2/model.ptx"
  ptxas -arch=$arch "$2/model.ptx" -o "$2/model.cubin"
done
