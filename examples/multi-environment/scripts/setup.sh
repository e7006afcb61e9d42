#!/bin/sh
# Creates the three stacks and stores the vendor password of each, encrypted, in Pulumi.<stack>.yaml. The passwords come
# from the environment and go through a pipe, because all users of a machine can see the arguments of a command.
set -eu

setup() {
  pulumi stack select --create "$1"
  printf %s "$2" | pulumi config set --secret vendorPassword --stack "$1"
}

setup dev "${VENDOR_PASSWORD_DEV:?is not set}"
setup staging "${VENDOR_PASSWORD_STAGING:?is not set}"
setup prod "${VENDOR_PASSWORD_PROD:?is not set}"
