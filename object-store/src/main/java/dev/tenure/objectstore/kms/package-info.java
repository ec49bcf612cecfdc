/**
 * Wrapping keys that AWS KMS keeps: the only package that imports its SDK.
 *
 * <p>A data key is wrapped by {@code Encrypt} and unwrapped by {@code Decrypt}, with its binding as encryption context, so that KMS itself refuses
 * a wrapped key under another item's name and its log (CloudTrail) says whose key was asked for. The credentials need {@code kms:Encrypt} and
 * {@code kms:Decrypt} on the key and nothing else. One unwrapping is one call; nothing unwrapped is kept.
 */
@NullMarked
package dev.tenure.objectstore.kms;

import org.jspecify.annotations.NullMarked;
