//===- FakeModel.h - A model written by hand, as the compiler would write it --------------------------------------===//
//
// Header and code of a model with one of each: parameters that are data, constant and random, states, prepared values,
// named extents, entries that check indices, update state, use threads and scratch. Linked with the runtime's objects
// into the tests, and with runtime.o into a library as dlc links one.
#ifndef DLC_TEST_RUNTIME_FAKEMODEL_H
#define DLC_TEST_RUNTIME_FAKEMODEL_H

#include "dlc-c/Artifact.h"

#define FAKE_SIGNATURE 0x1234567890abcdefull
#define FAKE_OPTIONS_INIT DLC_OPTIONS_INIT(FAKE_SIGNATURE)

extern "C" {
typedef dlc_instance fake;
dlc_status fake_create(const dlc_options *options, fake **instance);
dlc_status fake_bytes(const dlc_options *options, dlc_bytes *bytes);
dlc_status fake_share(fake *owner, const dlc_options *options, fake **instance);
void fake_destroy(fake *instance);
dlc_status fake_reserve(fake *instance, int64_t batch, int64_t length);
dlc_status fake_load(fake *instance, const char *safetensors, int32_t what);
dlc_status fake_load_memory(fake *instance, const void *bytes, size_t size, int32_t what);
dlc_status fake_save(fake *instance, const char *safetensors, int32_t what);
dlc_status fake_save_memory(fake *instance, void *bytes, size_t capacity, size_t *size, int32_t what);
dlc_status fake_get(fake *instance, const char *key, dlc_tensor *to);
dlc_status fake_set(fake *instance, const char *key, const dlc_tensor *from);
dlc_status fake_reset(fake *instance, int32_t what);
dlc_status fake_seed(fake *instance, uint64_t seed, uint64_t step);
const char *fake_message(const fake *instance);
const dlc_module *dlc_module_get(void);

// y[n, o] = scale * sum over i of w[o, i] * x[n, i] + b[o];  sum[n] = sum over o of y[n, o]
dlc_status fake_forward(fake *instance, const float *x /* [batch, 3] */, int64_t batch, float *y /* [batch, 4] */,
                        float *sum /* [batch] */);
dlc_status fake_forward_dl(fake *instance, const dlc_tensor *x, dlc_tensor *y, dlc_tensor *sum);
// value[n] = table[n, label[n]]; adds batch to the state `count`
dlc_status fake_pick(fake *instance, const int64_t *label /* [batch] */, const float *table /* [batch, 10] */,
                     int64_t batch, float *value /* [batch] */);
// total = sum of v, in chunks of 1024 on all threads
dlc_status fake_total(fake *instance, const double *v /* [length] */, int64_t length, double *total);
// c = a + b
dlc_status fake_add(fake *instance, float a, int32_t b, float *c);
// Waits until *flag is no longer 0.
dlc_status fake_wait(fake *instance, const int64_t *flag /* [1] */, float *done);
}

#endif // DLC_TEST_RUNTIME_FAKEMODEL_H
