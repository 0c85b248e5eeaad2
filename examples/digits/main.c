/*===- main.c - Classify handwritten digits with a compiled network ---===*/

#define _POSIX_C_SOURCE 199309L
#include "digits.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PIXELS = 64, CLASSES = 10, MOST = 512 };

typedef struct {
  int count;
  float images[MOST][PIXELS];
  unsigned char labels[MOST], sklearn[MOST]; /* what they show, what scikit-learn says */
} data;

static size_t read_file(const char *folder, const char *name, void *to, size_t size, size_t count) {
  char path[4096];
  FILE *file;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  count = fread(to, size, count, file);
  fclose(file);
  return count;
}

static void check(digits *network, dlc_status status) {
  if (status == DLC_OK)
    return;
  fprintf(stderr, "digits: %s\n", digits_message(network));
  exit(1);
}

static int best(const float *probability) {
  int answer = 0;
  for (int i = 1; i < CLASSES; ++i)
    if (probability[i] > probability[answer])
      answer = i;
  return answer;
}

static double microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return 1e6 * (double)now.tv_sec + 1e-3 * (double)now.tv_nsec;
}

/* Five images side by side, and what the network thinks they are. */
static void show(const data *set, float (*probability)[CLASSES]) {
  static const char grey[] = " .:-=+*#%@";
  for (int row = 0; row < 8; ++row) {
    for (int i = 0; i < 5; ++i) {
      for (int column = 0; column < 8; ++column) {
        char c = grey[(int)(set->images[i][8 * row + column] * 9.0f + 0.5f)];
        putchar(c), putchar(c);
      }
      fputs(i < 4 ? "  " : "\n", stdout);
    }
  }
  for (int i = 0; i < 5; ++i) {
    int answer = best(probability[i]);
    printf("%d, %5.1f %% sure   %s", answer, 100.0 * (double)probability[i][answer], i < 4 ? "" : "\n");
  }
}

/* The median of 1000 samples is that of most calls: neither the first ones nor interruptions. */
static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double time_per_image(digits *network, const data *set, int batch, int calls) {
  static float probability[MOST][CLASSES];
  double samples[1000];
  for (int s = 0; s < 1000; ++s) {
    double start = microseconds();
    for (int i = 0; i < calls; ++i)
      check(network, digits_forward(network, set->images[batch == 1 ? i % set->count : 0], batch, probability[0]));
    samples[s] = (microseconds() - start) / calls / batch;
  }
  qsort(samples, 1000, sizeof *samples, by_value);
  return samples[500];
}

int main(int argc, char **argv) {
  static data set;
  static float probability[MOST][CLASSES];
  int right = 0, same = 0;
  double sklearn_one = 0, sklearn_all = 0;
  char text[64] = "";
  digits *network = NULL;
  dlc_options options = DIGITS_OPTIONS_INIT;
  dlc_bytes bytes;
  if (argc != 2) {
    fprintf(stderr, "usage: %s FOLDER (written by train.py)\n", argv[0]);
    return 2;
  }
  set.count = (int)read_file(argv[1], "images.f32", set.images, sizeof *set.images, MOST);
  read_file(argv[1], "labels.u8", set.labels, 1, MOST);
  read_file(argv[1], "sklearn.u8", set.sklearn, 1, MOST);
  read_file(argv[1], "sklearn.txt", text, 1, sizeof text - 1);
  sscanf(text, "%lf %lf", &sklearn_one, &sklearn_all);

  options.threads = 1;
  check(NULL, digits_create(&options, &network));
  for (int i = 0; i < set.count; ++i) {
    check(network, digits_forward(network, set.images[i], 1, probability[i]));
    right += best(probability[i]) == set.labels[i];
    same += best(probability[i]) == set.sklearn[i];
  }
  show(&set, probability);
  printf("\n%d held-out images: %.2f %% right, the same answer as scikit-learn on %d\n", set.count,
         100.0 * right / set.count, same);
  printf("                    compiled, from C    scikit-learn\n");
  printf("one image at a time %9.3f us %16.1f us\n", time_per_image(network, &set, 1, 100), sklearn_one);
  printf("all at once         %9.3f us %16.3f us  per image, 1 thread\n", time_per_image(network, &set, set.count, 1),
         sklearn_all);
  check(NULL, digits_bytes(&options, &bytes));
  printf("memory: %llu bytes of weights, %llu packed, arena of %llu bytes\n", (unsigned long long)bytes.parameters,
         (unsigned long long)bytes.packed, (unsigned long long)bytes.arena);
  digits_destroy(network);
  if (same != set.count || 100 * right < 97 * set.count) {
    fprintf(stderr, "expected the same answers as scikit-learn, and at least 97 %% of them right\n");
    return 1;
  }
  return 0;
}
